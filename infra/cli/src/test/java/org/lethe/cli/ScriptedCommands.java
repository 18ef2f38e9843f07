package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Commands at a terminal, against a server that answers as it is told and knows one client, Acme.
abstract class ScriptedCommands {
    static final String CLIENT = "019a8f00-0000-7000-8000-000000000001";

    final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    ScriptedServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ScriptedServer();
        Files.writeString(folder.resolve("operator.token"), "lth_none\n");
        server.reply("GET /v1/clients?", 200, "{\"items\": [{\"client_id\": \"" + CLIENT + "\", \"name\": \"Acme\"}]}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    int run(String... arguments) {
        return terminal.run(
                Stream.concat(Arrays.stream(arguments), Stream.of("--data", folder.toString(), "--url", server.url()))
                        .toArray(String[]::new));
    }

    /// Its words are without blanks.
    int runLine(String command) {
        return run(command.split(" "));
    }

    /// What the server was asked to change.
    List<String> changes() {
        return server.asked().stream()
                .filter(request -> !request.startsWith("GET "))
                .toList();
    }

    void assertHelpBeginsWithExamples(String... commands) {
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            assertThat(terminal.run((command + " --help").split(" "))).isZero();
            assertThat(terminal.out())
                    .as(command)
                    .contains("Examples:", "  lethe " + command, "--help")
                    .satisfies(text -> assertThat(text.indexOf("Examples:")).isLessThan(text.indexOf("Usage:")));
        }
    }
}
