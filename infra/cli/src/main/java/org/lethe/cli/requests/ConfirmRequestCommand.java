package org.lethe.cli.requests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lethe request confirm`. A code never stands on the command line, where others see it.
@Command(
        name = "confirm",
        header = {
            "Give the code back that `verify --code` sent. Asks for it, or reads it from a file.",
            "",
            "Examples:",
            "  lethe request confirm 019a8f00-0000-7000-8000-000000000006 --client Acme",
            "  lethe request confirm 019a8f00-0000-7000-8000-000000000006 --client Acme --code-file -",
            ""
        })
final class ConfirmRequestCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Mixin
    private OneRequest request;

    @Option(
            names = "--code-file",
            paramLabel = "FILE",
            description = "File with the code on its first line; - reads standard input. Default: asks.")
    private @Nullable String file;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        String code = code();
        try (ClientApi client = request.connect()) {
            request.take(client, output, "confirm", Map.of("code", code), "was not confirmed");
        }
        return 0;
    }

    private String code() {
        String code = file == null
                ? output.ask("Code:")
                        .orElseThrow(() -> new RefusedException(
                                "nobody can be asked here: give the code with --code-file, - for standard input"))
                : firstLine(file);
        if (code.isBlank()) {
            throw new RefusedException("there is no code");
        }
        return code.strip();
    }

    private static String firstLine(String file) {
        try {
            if (file.equals(STANDARD_INPUT)) {
                String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                return line == null ? "" : line;
            }
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new RefusedException("the code can't be read from " + file, e);
        }
    }
}
