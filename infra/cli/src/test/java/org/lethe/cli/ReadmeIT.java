package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;

/// What the README tells people to type works.
class ReadmeIT {
    private static final Path TOP = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern BASH = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LETHE = Pattern.compile("^\\./lethe ([^#\n]*)", Pattern.MULTILINE);

    private static List<String> blocks() throws IOException {
        return BASH.matcher(Files.readString(TOP.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String block(String part) throws IOException {
        return blocks().stream().filter(text -> text.contains(part)).findFirst().orElseThrow();
    }

    static Stream<String> commands() throws IOException {
        return LETHE.matcher(String.join("\n", blocks()))
                .results()
                .map(ReadmeIT::command)
                .distinct();
    }

    private static String command(MatchResult match) {
        return match.group(1).split(" > ")[0].strip();
    }

    /// `test` is this very run; `build` and `jdk` are the launcher's own.
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsKnownAndTakesItsOptions(String command) {
        if (command.equals("test")) {
            assertThat(launcher()).contains("if [ \"${1:-}\" = test ]; then", " verify ");
            return;
        }
        String[] arguments =
                command.replace("$REQUEST", UUID.randomUUID().toString()).split(" +");

        assertThat(Main.commandLine().parseArgs(arguments).errors()).isEmpty();
    }

    @Test
    void theMessageByHandGoesInAndComesBackAndIsForgotten(@TempDir Path parent) throws Exception {
        String block = block("curl");
        Path data = parent.resolve("data");
        try (Running running = Standalone.start(Settings.in(data))) {
            String script = block.replace("127.0.0.1:8080", "127.0.0.1:" + running.port());

            String said = bash(script, parent);

            assertThat(said).contains("\"message_id\":\"m-1\"", "Where is my order?", "\"receipt\"", "\"status\":410");
            assertThat(said.indexOf("Where is my order?")).isEqualTo(said.lastIndexOf("Where is my order?"));
        }
    }

    @Test
    void aRequestGoesFromItsReceiptToItsReceipt(@TempDir Path parent) throws Exception {
        String block = block("REQUEST=");
        try (Running running = Standalone.start(Settings.in(parent.resolve("data")));
                Api operator = new Api(
                        running.url(), Files.readString(running.operatorToken()).strip())) {
            String client = new ClientDirectory(operator).findOrRegister("Acme").id();
            operator.post(
                            "/v1/clients/" + client + "/conversations",
                            Map.of("channel", "web", "consumer", Map.of("email", "kim@example.com")))
                    .orRefuse("no conversation");
            launcherOfThisBuild(parent.resolve("lethe"));

            String said = bash(block, parent);

            assertThat(said).contains("RequestReceived", "IdentityConfirmed", "PackageCollected", "known-by-phone");
            assertThat(parent.resolve("kim.zip")).isNotEmptyFile();
            assertThat(Api.JSON
                            .readTree(Files.readString(parent.resolve("kim.jose.json")))
                            .path("signatures"))
                    .hasSize(1);
        }
    }

    /// `./lethe` of what was compiled just now.
    private static void launcherOfThisBuild(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                file,
                "#!/bin/sh\nexec '" + java + "' -cp '" + System.getProperty("java.class.path") + "' "
                        + Main.class.getName() + " \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void namesEveryModule() throws IOException {
        String readme = Files.readString(TOP.resolve("README.md"));
        List<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(TOP.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(readme).contains("`" + module + "`"));
    }

    private static String launcher() {
        try {
            return Files.readString(TOP.resolve("lethe"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String bash(String script, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
