package org.lethe.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A passphrase; prints as `[REDACTED]`.
public final class Secret {
    private final char[] chars;

    public Secret(char[] chars) {
        this.chars = chars.clone();
    }

    /// The file's text without surrounding white space.
    public static Secret ofFile(Path file) throws IOException {
        return new Secret(Files.readString(file).strip().toCharArray());
    }

    char[] chars() {
        return chars.clone();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
