package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each converter in the guide turns the export that stands beside it into lines that are taken.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsGuideIT {
    private static final Path GUIDE = Path.of("../../docs/imports.md");

    private Running running;
    private RunningFixture api;

    @TempDir
    Path folder;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    /// What stands in the guide under this info string.
    private static String block(String language, String of) throws IOException {
        var found = Pattern.compile("^```" + language + " " + of + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(found.find()).as("%s of %s", language, of).isTrue();
        return found.group(1);
    }

    private String converted(String of) throws Exception {
        Path script = Files.writeString(folder.resolve("convert.py"), block("python", of));
        Path export = Files.writeString(folder.resolve("export"), block("(?:text|json)", of));
        Process process = new ProcessBuilder("python3", script.toString())
                .redirectInput(export.toFile())
                .redirectErrorStream(true)
                .start();
        String lines = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(lines).isZero();
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp", "slack", "chatwoot", "intercom", "zendesk"})
    void whatComesOutIsTaken(String of) throws Exception {
        String client = "/v1/clients/"
                + RunningFixture.field(
                        api.post("/v1/clients", RunningFixture.CLIENT.replace("P1M", "P500Y")), "client_id");

        String answer = api.importLines(client, converted(of)).body();

        assertThat(answer).contains("\"summary\":{\"lines\":1,\"ok\":1,\"failed\":0");
        String conversation = answer.replaceFirst("(?s).*?\"conversation_id\":\"([^\"]+)\".*", "$1");
        String transcript = api.get(client + "/conversations/" + conversation + "/transcript")
                .body();
        assertThat(transcript).contains("\"from\":\"consumer\"", "\"from\":\"agent\"");
        assertThat(Pattern.compile("\"message_id\"")
                        .matcher(transcript)
                        .results()
                        .count())
                .isEqualTo(2);
    }
}
