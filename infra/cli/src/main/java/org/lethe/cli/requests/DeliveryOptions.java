package org.lethe.cli.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Option;

/// With what the package is sealed. A passphrase stands in a file, never on the command line, where others see it.
final class DeliveryOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File with the passphrase that opens the package, on its first line.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--certificate-file",
            paramLabel = "FILE",
            description = "File with the consumer's certificate (PEM); only its owner opens the package.")
    private @Nullable Path certificateFile;

    /// @return empty if the package is not sealed for anybody
    /// @throws RefusedException if a file can't be read, or holds nothing
    Optional<Map<String, String>> read() {
        if (passphraseFile != null) {
            String first = text(passphraseFile).lines().findFirst().orElse("");
            return Optional.of(Map.of("passphrase", require(first, passphraseFile)));
        }
        if (certificateFile != null) {
            return Optional.of(
                    Map.of("certificate", require(text(certificateFile).strip(), certificateFile)));
        }
        return Optional.empty();
    }

    private static String require(String content, Path file) {
        if (content.isBlank()) {
            throw new RefusedException("there is nothing in " + file);
        }
        return content;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException("the file " + file + " can't be read", e);
        }
    }
}
