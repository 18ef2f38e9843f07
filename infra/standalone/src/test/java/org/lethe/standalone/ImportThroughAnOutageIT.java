package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The database stops in the middle of an import, and comes back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportThroughAnOutageIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PATIENCE_MILLIS = 60_000;
    private static final List<String> NAMES = List.of("before", "during-1", "during-2", "after");

    private Running running;
    private RunningFixture api;
    private String client;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
        api = new RunningFixture(running.url(), running.dataFolder());
        client = "/v1/clients/" + RunningFixture.field(api.post("/v1/clients", RunningFixture.CLIENT), "client_id");
        awaitReadiness(200);
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @Test
    void linesOfAnOutageFailForNowAndTheNextImportAddsJustThose() throws IOException {
        // when the database stops while the stream is open
        try (Lines lines = new Lines()) {
            lines.send(line("before"));
            JsonNode before = lines.result();
            running.postgres().orElseThrow().suspend();
            lines.send(line("during-1"));
            JsonNode first = lines.result();
            lines.send(line("during-2"));
            JsonNode second = lines.result();
            running.postgres().orElseThrow().resume();
            awaitReadiness(200);
            lines.send(line("after"));
            JsonNode after = lines.result();
            lines.end();
            JsonNode summary = lines.result().required("summary");

            // then each line tells its own, and the stream ends as any other
            assertThat(Stream.of(before, after)).allSatisfy(ok -> {
                assertThat(ok.required("status").asString()).isEqualTo("ok");
                assertThat(ok.required("messages").asInt()).isEqualTo(2);
            });
            assertThat(Stream.of(first, second)).allSatisfy(ImportThroughAnOutageIT::failsForNow);
            assertThat(Stream.of(before, first, second, after)
                            .map(one -> one.required("conversation").asString()))
                    .isEqualTo(NAMES);
            assertThat(summary.required("lines").asInt()).isEqualTo(4);
            assertThat(summary.required("ok").asInt()).isEqualTo(2);
            assertThat(summary.required("failed").asInt()).isEqualTo(2);
        }

        // when the same file comes again
        List<JsonNode> again = imported();

        // then it adds just what is missing, and once more nothing
        assertThat(again.subList(0, 4).stream()
                        .map(one -> one.required("messages").asInt()))
                .containsExactly(0, 2, 2, 0);
        assertThat(again.getLast().at("/summary/ok").asInt()).isEqualTo(4);
        assertThat(imported().subList(0, 4))
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(one.required("replayed").asBoolean()).isTrue());
        assertThat(again.subList(0, 4)).isNotEmpty().allSatisfy(this::readsBackOnce);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(JsonMapper.shared()
                                .readTree(api.get(client + "/conversations").body())
                                .required("items"))
                        .as("the view is back too")
                        .hasSize(4));
    }

    private static void failsForNow(JsonNode result) {
        assertThat(result.required("status").asString()).isEqualTo("failed");
        assertThat(result.required("messages").asInt()).isZero();
        JsonNode error = result.required("error");
        assertThat(error.required("status").asInt()).isEqualTo(503);
        assertThat(error.required("type").asString()).endsWith("/problems/unavailable");
        assertThat(error.required("detail").asString()).contains("send the line again");
    }

    private void readsBackOnce(JsonNode result) {
        String name = result.required("conversation").asString();
        HttpResponse<String> transcript = api.get(
                client + "/conversations/" + result.required("conversation_id").asString() + "/transcript");
        assertThat(transcript.statusCode()).isEqualTo(200);
        assertThat(transcript.body().split("question of " + name, -1)).hasSize(2);
        assertThat(transcript.body().split("answer to " + name, -1)).hasSize(2);
    }

    private List<JsonNode> imported() {
        String file = String.join(
                "", NAMES.stream().map(ImportThroughAnOutageIT::line).toList());
        return api.importLines(client, file)
                .body()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private void awaitReadiness(int status) {
        await().atMost(SOON).until(() -> api.get("/actuator/health/readiness").statusCode() == status);
    }

    private static String line(String name) {
        return """
                {"conversation": "%s", "channel": "web", "consumer": {"email": "%s@example.com"}, "messages": [\
                {"from": "consumer", "at": "2026-11-19T10:00:00Z", "text": "question of %s"}, \
                {"from": "agent", "at": "2026-11-19T10:01:00Z", "text": "answer to %s"}]}
                """.formatted(name, name, name, name);
    }

    /// An import whose lines are sent one by one: on a raw connection, for the JDK's client reads no answer before its
    /// body is sent.
    private final class Lines implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Lines() throws IOException {
            socket = new Socket(running.url().getHost(), running.url().getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            write("POST " + client + "/transcripts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + api.token()
                    + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void send(String line) throws IOException {
            write(Integer.toHexString(line.getBytes(UTF_8).length) + "\r\n" + line + "\r\n");
        }

        void end() throws IOException {
            write("0\r\n\r\n");
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        /// The next line of the answer, past headers and the sizes of chunks.
        JsonNode result() throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith("{")) {
                line = in.readLine();
            }
            if (line == null) {
                throw new AssertionError("the answer ended");
            }
            return JsonMapper.shared().readTree(line);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
