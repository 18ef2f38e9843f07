package org.lethe.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.cli.api.Api;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerCommandsIT {
    private static final int CONVERSATIONS = 40;
    private static final int BRANDS = 4;

    private final Terminal terminal = new Terminal();
    private Path folder;
    private Running running;

    @BeforeAll
    void tellTheStoryAndGoOnFromThere(@TempDir Path parent) {
        folder = parent.resolve("demo");

        assertThat(terminal.run("demo", "--no-wait", "--port", "0", "--data", folder.toString()))
                .as(terminal::err)
                .isZero();

        running = Standalone.start(Settings.in(folder));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void tellsTheWholeStoryTwice() {
        running.close();

        int exit = terminal.run("demo", "--no-wait", "--json", "--port", "0", "--data", folder.toString());

        running = Standalone.start(Settings.in(folder));
        assertThat(exit).as(terminal::err).isZero();
        assertThat(terminal.err())
                .contains("only ciphertext", "Read again: 410", "still answers 200")
                .contains(
                        "asked for again, 410",
                        "deferred",
                        "(410) but for",
                        "is fulfilled by itself",
                        "receipt verifies")
                .doesNotContain("\tat ");
        JsonNode story = Api.JSON.readTree(terminal.out()).path("story");
        assertThat(story.path("stored_as").asString()).matches("[0-9a-f]{96}");
        assertThat(story.path("receipt")
                        .path("keys")
                        .path(0)
                        .path("fingerprint")
                        .asString())
                .matches("[0-9a-f]{64}");
        JsonNode requests = story.path("requests");
        assertThat(requests.path("package_files").asInt()).isGreaterThan(3);
        assertThat(requests.path("deletion_state").asString()).isEqualTo("fulfilled");
        assertThat(requests.path("receipt_verifies").asBoolean()).isTrue();
    }

    @Test
    void resetsTheOperatorsKeyWhereNoServerRuns() throws IOException {
        String before = Files.readString(running.operatorToken());
        assertThat(terminal.run("token", "reset", "--data", folder.toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("is in use by process", "Stop that one first");
        assertThat(running.operatorToken()).hasContent(before);
        running.close();

        int exit = terminal.run("token", "reset", "--json", "--data", folder.toString());

        running = Standalone.start(Settings.in(folder));
        assertThat(exit).as(terminal::err).isZero();
        assertThat(Api.JSON.readTree(terminal.out()).path("revoked").asInt()).isEqualTo(1);
        String after = Files.readString(running.operatorToken());
        assertThat(after).isNotEqualTo(before);
        assertThat(running.services()).isNotEmpty();
        try (Api api = new Api(running.url(), after.strip())) {
            assertThat(api.get("/v1/api-keys").json().path("items").size()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void importsOnceWhatIsImportedTwice() throws IOException {
        Path file = lines("made-up", false);

        JsonNode first = imported(0, file);
        JsonNode second = imported(0, file);

        assertThat(first.path("imported").asInt()).isEqualTo(CONVERSATIONS);
        assertThat(first.path("messages").asInt()).isEqualTo(2 * CONVERSATIONS);
        assertThat(first.path("clients").size()).isEqualTo(BRANDS);
        assertThat(second.path("imported").asInt()).isZero();
        assertThat(second.path("before").asInt()).isEqualTo(CONVERSATIONS);
        assertThat(second.path("messages").asInt()).isZero();
    }

    @Test
    void namesTheLinesThatFailed() throws IOException {
        Path file = lines("with-a-bad-line", true);

        JsonNode report = imported(1, file, "--client", "Example Import");

        assertThat(report.path("imported").asInt()).isEqualTo(CONVERSATIONS);
        assertThat(report.path("failed").asInt()).isEqualTo(1);
        assertThat(report.path("failures").path(0).path("line").asInt()).isEqualTo(CONVERSATIONS + 1);
        assertThat(terminal.err()).contains("line " + (CONVERSATIONS + 1) + ": ");
    }

    @Test
    void recordsNothingOfALineThatIsNotUtf8() throws IOException {
        Path file = folder.resolveSibling("latin1.jsonl");
        String line = """
                {"conversation":"%s","brand":"latin","channel":"web","consumer":{"email":"a@example.com"},\
                "messages":[{"from":"consumer","at":"2026-01-26T04:01:56Z","text":"caf%s?"}]}
                """;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(line.formatted("latin-1", "\u00e9").getBytes(ISO_8859_1));
            out.write(line.formatted("latin-2", "\u00e9").getBytes(UTF_8));
        }

        JsonNode sorted = imported(1, file);
        JsonNode all = imported(1, file, "--client", "Latin Import");

        for (JsonNode report : new JsonNode[] {sorted, all}) {
            assertThat(report.path("imported").asInt()).isEqualTo(1);
            assertThat(report.path("failed").asInt()).isEqualTo(1);
            assertThat(report.path("failures").path(0).path("line").asInt()).isEqualTo(1);
        }
    }

    private JsonNode imported(int exit, Path file, String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"import", file.toString(), "--json", "--data", folder.toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        assertThat(terminal.run(arguments)).as(() -> terminal.err()).isEqualTo(exit);
        return Api.JSON.readTree(terminal.out());
    }

    private Path lines(String name, boolean withABadLine) throws IOException {
        Path file = folder.resolveSibling(name + ".jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < CONVERSATIONS; i++) {
                out.write(("""
                        {"conversation":"%s-%d","brand":"%s %d","channel":"web",\
                        "consumer":{"email":"consumer-%d@example.com"},"agent":"agent-1","messages":[\
                        {"from":"consumer","at":"2026-01-26T04:01:56Z","text":"Where is order %d?"},\
                        {"from":"agent","at":"2026-01-26T04:02:50Z","text":"On its way."}]}
                        """.formatted(name, i, name, i % BRANDS, i % 7, i)).getBytes(UTF_8));
            }
            if (withABadLine) {
                out.write("{\"conversation\":\"x\",\"channel\":\"web\"}\n".getBytes(UTF_8));
            }
        }
        return file;
    }
}
