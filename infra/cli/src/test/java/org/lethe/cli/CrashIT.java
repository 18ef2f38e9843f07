package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import org.lethe.testkit.TestRounds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` of the process and of PostgreSQL during load, in turn.
class CrashIT {
    private static final int ROUNDS = TestRounds.of(4, 20);
    private static final int WRITERS = 8;
    private static final int MESSAGES_BEFORE_A_CRASH = 400;
    private static final Duration RESTART = Duration.ofMinutes(3);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Queue<Acknowledged>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();

    @TempDir
    Path parent;

    private record Acknowledged(String messageId, long position) {}

    @Test
    void whatWasAcknowledgedIsThereExactlyOnce() throws Exception {
        Path data = parent.resolve("data");
        int port = freePort();
        Process server = up(data, port);
        try {
            awaitReady(port, server);
            String token = Files.readString(data.resolve("operator.token")).strip();
            String client = register(port, token);
            List<String> conversations = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                conversations.add(open(port, token, client));
            }
            for (int round = 0; round < ROUNDS; round++) {
                boolean killProcess = round % 2 == 0;
                crashUnderLoad(port, token, conversations, killProcess ? server.pid() : postgres(data));
                if (killProcess) {
                    server.waitFor();
                    server = up(data, port);
                }
                awaitReady(port, server);
            }
            for (String conversation : conversations) {
                assertThatAllAreThereOnce(port, token, conversation);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertThatTheLogIsDense(data);
    }

    private void crashUnderLoad(int port, String token, List<String> conversations, long pid) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        int before = acknowledgedInAll();
        List<Thread> writers = conversations.stream()
                .map(conversation -> Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        write(port, token, conversation);
                    }
                }))
                .toList();
        Awaitility.await()
                .atMost(RESTART)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledgedInAll() >= before + MESSAGES_BEFORE_A_CRASH);
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).contains(true);
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private int acknowledgedInAll() {
        return acknowledged.values().stream().mapToInt(Queue::size).sum();
    }

    /// What is not acknowledged is lost to this writer, and may be there or not.
    private void write(int port, String token, String conversation) {
        String messageId = "m-" + sent.incrementAndGet();
        try {
            HttpResponse<String> answer = post(
                    port,
                    token,
                    conversation + "/messages",
                    "{\"message_id\":\"" + messageId + "\",\"from\":\"agent\",\"text\":\"hello\"}");
            if (answer.statusCode() == 201) {
                acknowledged
                        .computeIfAbsent(conversation, absent -> new ConcurrentLinkedQueue<>())
                        .add(new Acknowledged(
                                messageId,
                                JSON.readTree(answer.body()).get("position").asLong()));
            }
        } catch (IOException e) {
            Thread.onSpinWait(); // the server is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertThatAllAreThereOnce(int port, String token, String conversation) throws Exception {
        HttpResponse<String> answer = http.send(
                request(port, token, conversation + "/transcript")
                        .header("Lethe-Purpose", "crash-test")
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode messages = JSON.readTree(answer.body()).get("messages");
        Set<Acknowledged> there = new HashSet<>();
        Set<String> ids = new HashSet<>();
        StreamSupport.stream(messages.spliterator(), false).forEach(message -> {
            String id = message.get("message_id").asString();
            assertThat(ids.add(id)).as("%s stands there once", id).isTrue();
            there.add(new Acknowledged(id, message.get("position").asLong()));
        });
        assertThat(there).containsAll(acknowledged.getOrDefault(conversation, new ConcurrentLinkedQueue<>()));
    }

    private static void assertThatTheLogIsDense(Path data) throws SQLException {
        try (Running running = Standalone.start(Settings.in(data));
                Connection connection = running.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(number(statement, "SELECT count(*) - max(position) FROM event_log.event"))
                    .isZero();
            assertThat(number(
                            statement,
                            "SELECT count(*) FROM (SELECT client_id FROM event_log.event GROUP BY client_id"
                                    + " HAVING count(*) <> max(log_index) + 1 OR min(log_index) <> 0) AS gaps"))
                    .isZero();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private String register(int port, String token) throws Exception {
        String body =
                "{\"name\":\"crash\",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"default\",\"period\":\"P1Y\"}]}}";
        return "/v1/clients/"
                + JSON.readTree(post(port, token, "/v1/clients", body).body())
                        .get("client_id")
                        .asString();
    }

    private String open(int port, String token, String client) throws Exception {
        HttpResponse<String> answer =
                post(port, token, client + "/conversations", "{\"channel\":\"web\",\"consumer\":{}}");
        return client + "/conversations/"
                + JSON.readTree(answer.body()).get("conversation_id").asString();
    }

    private HttpResponse<String> post(int port, String token, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                request(port, token, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, @Nullable String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private void awaitReady(int port, Process server) {
        HttpRequest request = request(port, null, "/actuator/health/readiness").build();
        Awaitility.await()
                .atMost(RESTART)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    assertThat(server.isAlive())
                            .as(() -> "the server ended: " + said())
                            .isTrue();
                    return http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                });
    }

    private String said() {
        try {
            return Files.readString(parent.resolve("up.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long postgres(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("pgsql/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static Process up(Path data, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.lethe.cli.Main",
                        "up")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(data.resolveSibling("up.err").toFile());
        builder.environment().put("LETHE_DATA", data.toString());
        builder.environment().put("LETHE_PORT", Integer.toString(port));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
