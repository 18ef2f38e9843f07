package org.lethe.keyring;

import java.nio.charset.StandardCharsets;

/// Opened content. It prints as `[REDACTED]`, so that it can't slip into a log line.
public final class Plaintext {
    private final byte[] bytes;

    Plaintext(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Not copied; the caller may wipe it.
    public byte[] bytes() {
        return bytes;
    }

    /// The bytes as UTF-8.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
