package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The committed OpenAPI documents keep to the rules of `infra/web/openapi-lint`. The linter is JavaScript: npm puts
/// it, pinned by its lock, into `target`.
class OpenApiLintIT {
    private static final Path TOP = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path COMMITTED = TOP.resolve("infra/web/openapi-lint");
    private static final Path INSTALLED = Path.of("target", "openapi-lint").toAbsolutePath();
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", ".spectral.yaml");
    private static final List<Path> DOCUMENTS = Services.ALL.stream()
            .map(service ->
                    TOP.resolve(service.name() + "-service/src/main/resources").resolve(service.openApi()))
            .toList();
    private static final long PATIENCE_MINUTES = 10; // npm may have to fetch it all

    private record Ended(int exit, String said) {}

    @Test
    void theLinterFindsNothing() throws Exception {
        install();

        Ended lint = lint(DOCUMENTS);

        assertThat(lint.exit()).as(lint.said()).isZero();
    }

    @Test
    void theLinterFindsWhatIsWrong() throws Exception {
        install();
        Path broken = INSTALLED.resolve("broken.json");
        Files.writeString(
                broken, Files.readString(DOCUMENTS.getFirst(), UTF_8).replace("\"listClients\"", "\"registerClient\""));

        Ended lint = lint(List.of(broken));

        assertThat(lint.exit()).isEqualTo(1);
        assertThat(lint.said()).contains("operation-operationId-unique");
    }

    private static Ended lint(List<Path> documents) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                INSTALLED.resolve("node_modules/.bin/spectral").toString(),
                "lint",
                "--ruleset",
                ".spectral.yaml",
                "--fail-severity",
                "hint"));
        documents.forEach(document -> command.add(document.toString()));
        return run(command);
    }

    /// Once for each lock; a second run finds it there.
    private static void install() throws IOException, InterruptedException {
        Path lock = Path.of("package-lock.json");
        Path marker = INSTALLED.resolve("installed.json");
        if (Files.exists(marker) && Files.mismatch(marker, COMMITTED.resolve(lock)) < 0) {
            copy(".spectral.yaml");
            return;
        }
        Files.createDirectories(INSTALLED);
        for (String file : FILES) {
            copy(file);
        }
        Ended npm = run(List.of("npm", "ci", "--prefer-offline"));
        assertThat(npm.exit())
                .as("npm could not install the linter: " + npm.said())
                .isZero();
        Files.copy(INSTALLED.resolve(lock), marker, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(String file) throws IOException {
        Files.copy(COMMITTED.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(INSTALLED, "said", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "the OpenAPI documents are not linted: " + command.getFirst()
                            + " does not start. Install Node.js 18 or newer with npm (apt-get install nodejs npm)",
                    e);
        }
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
            throw new AssertionError(
                    command + " did not end within " + PATIENCE_MINUTES + " minutes: " + Files.readString(said, UTF_8));
        }
        return new Ended(process.exitValue(), Files.readString(said, UTF_8));
    }
}
