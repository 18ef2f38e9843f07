package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lethe.standalone.Attacker.answer;
import static org.lethe.standalone.Attacker.bytes;
import static org.lethe.standalone.Attacker.gzipped;
import static org.lethe.standalone.Attacker.head;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.web.ApiKeys;

/// What people do to servers, and what they get for it: the table in the threat model is this list. Each from a fresh
/// address, and after each the server is ready and another client's request goes through.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "threat-model.md");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 64;
    private static final int OF_AN_ADDRESS = 16;
    private static final int UNKNOWN_KEYS = 20;
    private static final int STREAMS_OF_ONE = 2;
    private static final int MESSAGES = 300; // of 32,000 bytes: more than the buffers of a connection take

    private static final List<Abuse> ALL = new ArrayList<>();

    /// One abuse.
    ///
    /// @param kind slow, huge, many, malformed, stolen or revoked
    /// @param gets what it got
    record Abuse(String kind, String name, Attack attack) {
        @Override
        public String toString() {
            return kind + ": " + name;
        }
    }

    @FunctionalInterface
    interface Attack {
        /// @return what it got, as the table says it
        String by(AbuseIT test, Attacker attacker) throws Exception;
    }

    static {
        malformed();
        huge();
        slow();
        many();
        stolen();
    }

    private Running running;
    private RunningFixture api;
    private String client;
    private String other;
    private String longTranscript;
    private int addresses = 1;

    private static void abuse(String kind, String name, Attack attack) {
        ALL.add(new Abuse(kind, name, attack));
    }

    private static void malformed() {
        String kind = "malformed";
        abuse(kind, "a first line that is no request", (_, who) -> who.gets("hello\r\n\r\n"));
        abuse(
                kind,
                "another protocol's first bytes (HTTP/2)",
                (_, who) -> who.gets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        abuse(kind, "no Host", (_, who) -> who.gets("GET /problems HTTP/1.1\r\nConnection: close\r\n\r\n"));
        abuse(kind, "two Hosts", (_, who) -> who.gets(head("GET /problems", "Host: elsewhere")));
        abuse(kind, "a space in a header's name", (_, who) -> who.gets(head("GET /problems", "A b: c")));
        abuse(kind, "a path that is no URI", (_, who) -> who.gets(head("GET /%")));
        abuse(
                kind,
                "a way out of the root (`/v1/../../etc/passwd`)",
                (_, who) -> who.gets(head("GET /v1/../../etc/passwd")));
        abuse(
                kind,
                "two lengths of one body",
                (test, who) -> who.gets(test.post("Content-Length: 5", "Content-Length: 6") + "{}"));
        abuse(
                kind,
                "JSON a thousand levels deep",
                (test, who) -> who.gets(test.json("[".repeat(1_000) + "]".repeat(1_000))));
        abuse(kind, "JSON that is no UTF-8", (test, who) -> who.gets(test.json("{\"name\": \"\u00ff\u00fe\"}")));
        abuse(kind, "a field twice", (test, who) -> who.gets(test.json("{\"name\": \"a\", \"name\": \"b\"}")));
        abuse(kind, "a field that nobody knows", (test, who) -> who.gets(test.json("{\"nme\": \"a\"}")));
        abuse(
                kind,
                "a time of 24:00:00Z",
                (test, who) -> who.gets(test.message(
                        "{\"from\": \"consumer\", \"text\": \"a\", \"sent_at\": \"2026-01-01T24:00:00Z\"}")));
        abuse(
                kind,
                "NUL in a text",
                (test, who) -> who.gets(test.message("{\"from\": \"consumer\", \"text\": \"a\\u0000\"}")));
        abuse(kind, "gzip that is cut short", (test, who) -> {
            byte[] whole = gzipped("{\"name\": \"", "a", 10, "\"}");
            byte[] half = Arrays.copyOf(whole, whole.length / 2);
            return who.gets(bytes(test.post("Content-Encoding: gzip", "Content-Length: " + half.length)), half);
        });
        abuse(
                kind,
                "a compression that nobody offered",
                (test, who) -> who.gets(test.post("Content-Encoding: br", "Content-Length: 2") + "{}"));
        abuse(
                kind,
                "a query parameter that nobody knows",
                (test, who) -> who.gets(head("GET /v1/clients?admin=true", test.key())));
        abuse(
                kind,
                "an Idempotency-Key of 300 characters",
                (test, who) -> who.gets(test.post("Idempotency-Key: " + "k".repeat(300), "Content-Length: 2") + "{}"));
        abuse(kind, "a method that there is not", (test, who) -> who.gets(head("BREW /v1/clients", test.key())));
    }

    private static void huge() {
        String kind = "huge";
        abuse(kind, "a first line of 20 KB", (_, who) -> who.gets(head("GET /" + "x".repeat(20_000))));
        abuse(kind, "headers of 20 KB", (_, who) -> who.gets(head("GET /problems", "Long: " + "x".repeat(20_000))));
        abuse(kind, "a body that says it has 2 MB", (test, who) -> who.gets(test.post("Content-Length: 2000000")));
        abuse(kind, "a body without end", (test, who) -> {
            Socket socket = who.begin(test.post("Transfer-Encoding: chunked"));
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            try {
                for (int i = 0; i < 40; i++) {
                    socket.getOutputStream().write(bytes(chunk));
                }
            } catch (IOException e) {
                // closed in the middle
            }
            return answer(socket);
        });
        abuse(kind, "a few KB of gzip that become 100 MB", (test, who) -> {
            byte[] bomb = gzipped("{\"name\": \"", "x".repeat(100_000), 1_000, "\"}");
            return who.gets(bytes(test.post("Content-Encoding: gzip", "Content-Length: " + bomb.length)), bomb);
        });
        abuse(
                kind,
                "a text of 40 KB",
                (test, who) ->
                        who.gets(test.message("{\"from\": \"consumer\", \"text\": \"" + "x".repeat(40_000) + "\"}")));
        abuse(kind, "an import of one line that becomes 100 MB", (test, who) -> {
            byte[] bomb = gzipped("{\"conversation\": \"", "x".repeat(100_000), 1_000, "\"}\n");
            Socket socket = who.begin(
                    bytes(test.importing(
                            test.client, test.key(), "Content-Encoding: gzip", "Content-Length: " + bomb.length)),
                    bomb);
            String all = Attacker.all(socket);
            return Attacker.told(all) + (all.contains("\"failed\":1") ? ", the line failed alone" : "");
        });
    }

    private static void slow() {
        String kind = "slow";
        abuse(kind, "a connection without a byte", (_, who) -> answer(who.connect()));
        abuse(kind, "half a head", (_, who) -> who.gets("GET /problems HTTP/1.1\r\nHost: localhost\r\nA: "));
        abuse(kind, "a connection kept without a next request", (_, who) -> {
            String answer = Attacker.all(who.begin("GET /problems/overloaded HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            return answer.startsWith("HTTP/1.1 200 ") ? "200, then closed" : "no answer";
        });
        abuse(kind, "half a body", (test, who) -> who.gets(test.post("Content-Length: 1000") + "{\"name\": "));
        abuse(kind, "a body by drops", (test, who) -> drops(who.begin(test.post("Content-Length: 1000")), "{"));
        abuse(
                kind,
                "an import by drops",
                (test, who) -> drops(
                        who.begin(test.importing(test.client, test.key(), "Transfer-Encoding: chunked")),
                        "1\r\n{\r\n"));
        abuse(kind, "an answer that nobody takes", (test, who) -> {
            long before = test.ended("answer");
            who.begin(head("GET " + test.longTranscript, test.key(), "Lethe-Purpose: test"));
            await().atMost(SOON).until(() -> test.ended("answer") > before);
            return "closed";
        });
        abuse(kind, "gone in the middle of a body", (test, who) -> {
            Socket socket = who.begin(test.post("Content-Length: 1000") + "{");
            long before = test.gone();
            socket.setSoLinger(true, 0);
            socket.close();
            await().atMost(SOON).until(() -> test.gone() > before);
            return "counted as 499";
        });
    }

    /// One after the other, until nobody takes them any more.
    private static String drops(Socket socket, String drop) throws IOException {
        socket.setSoTimeout(100);
        for (int i = 0; i < 600; i++) {
            try {
                socket.getOutputStream().write(bytes(drop));
                int first = socket.getInputStream().read();
                return first < 0 ? "closed" : Attacker.told((char) first + Attacker.all(socket));
            } catch (java.net.SocketTimeoutException e) {
                // still open
            } catch (java.net.SocketException e) {
                return "closed";
            }
        }
        return "never ends";
    }

    private static void many() {
        String kind = "many";
        abuse(kind, "connections from one address", (test, who) -> {
            for (int i = 0; i < OF_AN_ADDRESS; i++) {
                who.begin("GET /problems HTTP/1.1\r\n");
            }
            long before = test.ended("address");
            String got = answer(who.connect());
            return got + (test.ended("address") > before ? " at once" : "");
        });
        abuse(kind, "connections that say nothing, from a proxy's address", (test, _) -> {
            long before = test.ended("evicted");
            try (Attacker proxy = new Attacker(test.running.url(), "127.0.0.1")) {
                for (int i = 0; i < 3 * CONNECTIONS; i++) {
                    proxy.connect();
                }
                await().atMost(SOON).until(() -> test.ended("evicted") > before);
                return test.api.get("/problems").statusCode() == 200
                        ? "the longest idle closed, others served"
                        : "silence";
            }
        });
        abuse(kind, "imports of one client", (test, who) -> {
            String key = test.keyOf(test.client);
            for (int i = 0; i < STREAMS_OF_ONE; i++) {
                who.begin(test.importing(test.client, key, "Transfer-Encoding: chunked"));
            }
            await().atMost(SOON).until(() -> test.meter("lethe_web_streams_in_flight") >= STREAMS_OF_ONE);
            String got = who.gets(test.importing(test.client, key, "Content-Length: 1") + "\n");
            String others = who.gets(test.importing(test.other, test.keyOf(test.other), "Content-Length: 1") + "\n");
            return got + "; another client's " + others;
        });
        abuse(kind, "half-sent bodies of one client", (test, who) -> {
            String half = test.messages(test.client, "Content-Length: 900000") + "x".repeat(700_000);
            who.begin(half);
            who.begin(half);
            await().atMost(SOON).until(() -> test.meter("lethe_web_memory{use=\"bodies\"}") >= 1_400_000);
            return who.gets(half);
        });
        abuse(kind, "long transcripts that nobody takes", (test, who) -> {
            String read = head("GET " + test.longTranscript, test.key(), "Lethe-Purpose: test");
            List<Socket> unread = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                unread.add(who.begin(read));
                Socket last = unread.getLast();
                await().atMost(SOON).until(() -> last.getInputStream().available() > 0);
            }
            return answer(unread.getLast());
        });
        abuse(kind, "API keys made up by the rules", (test, who) -> {
            for (int i = 0; i < UNKNOWN_KEYS; i++) {
                assertThat(who.gets(head(
                                "GET /v1/clients",
                                "Authorization: Bearer " + ApiKeys.generate().secret())))
                        .isEqualTo("401 unauthenticated");
            }
            return "401, then "
                    + who.gets(head(
                            "GET /v1/clients",
                            "Authorization: Bearer " + ApiKeys.generate().secret()));
        });
    }

    private static void stolen() {
        String kind = "stolen";
        abuse(kind, "no key", (_, who) -> who.gets(head("GET /v1/clients")));
        abuse(
                kind,
                "no key, and a body that waits to be asked for",
                (_, who) -> who.gets(head(
                        "POST /v1/clients",
                        "Content-Type: application/json",
                        "Content-Length: 500000",
                        "Expect: 100-continue")));
        abuse(
                kind,
                "a key with one character changed",
                (_, who) -> who.gets(head("GET /v1/clients", "Authorization: Bearer lth_" + "a".repeat(49))));
        abuse(
                kind,
                "one client's key for another client",
                (test, who) -> who.gets(head("GET " + test.other + "/conversations", test.keyOf(test.client))));
        abuse(
                kind,
                "metrics from where the API is",
                (test, who) -> who.gets(head("GET /actuator/prometheus", test.key())));
        abuse(
                kind,
                "words in the purpose that would make a line of their own",
                (test, who) -> who.gets(head("GET " + test.longTranscript, test.key(), "Lethe-Purpose: a\tb")));
    }

    static List<Abuse> abuses() {
        return ALL;
    }

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent))
                .with("lethe.http.head-timeout", "2s")
                .with("lethe.http.idle-timeout", "2s")
                .with("lethe.http.body-timeout", "3s")
                .with("lethe.http.write-timeout", "3s")
                .with("lethe.http.max-connections", Integer.toString(CONNECTIONS))
                .with("lethe.http.max-connections-per-address", Integer.toString(OF_AN_ADDRESS))
                .with("lethe.web.trusted-addresses", "127.0.0.1")
                .with("lethe.web.max-unknown-keys", Integer.toString(UNKNOWN_KEYS))
                .with("lethe.web.max-streams-of-one", Integer.toString(STREAMS_OF_ONE))
                .with("lethe.web.body-memory", "8MB")
                .with("lethe.web.stream-memory", "16MB"));
        api = new RunningFixture(running.url(), running.dataFolder());
        client = newClient();
        other = newClient();
        String conversation = client + "/conversations/"
                + RunningFixture.field(
                        api.posted(client + "/conversations", RunningFixture.CONVERSATION), "conversation_id");
        for (int i = 0; i < MESSAGES; i++) {
            api.posted(conversation + "/messages", RunningFixture.message("x".repeat(32_000)));
        }
        longTranscript = conversation + "/transcript";
    }

    private String newClient() {
        return "/v1/clients/"
                + RunningFixture.field(
                        api.posted(
                                "/v1/clients",
                                RunningFixture.CLIENT.replace("Example Shop", "Shop " + UUID.randomUUID())),
                        "client_id");
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @ParameterizedTest
    @MethodSource("abuses")
    void getsWhatTheThreatModelSays(Abuse abuse) throws Exception {
        try (Attacker attacker = new Attacker(running.url(), "127.0.0." + ++addresses)) {
            String got = abuse.attack().by(this, attacker);

            assertThat(Files.readAllLines(PAGE)).contains(row(abuse, got));
            assertThat(api.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
            assertThat(api.get(other).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theThreatModelListsEachOfThem() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.matches("\\| (malformed|huge|slow|many|stolen|revoked) \\|.*"))
                        .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2))))
                .containsExactlyElementsOf(ALL.stream()
                        .map(abuse -> row(abuse, ""))
                        .map(row -> row.substring(0, row.length() - 4))
                        .toList());
    }

    private static String row(Abuse abuse, String got) {
        return "| " + abuse.kind() + " | " + abuse.name() + " | " + got + " |";
    }

    String key() {
        return "Authorization: Bearer " + api.token();
    }

    /// The head of a `POST` that makes a client.
    String post(String... headers) {
        return head(
                "POST /v1/clients",
                key(),
                "Content-Type: application/json",
                Attacker.lines(headers).stripTrailing());
    }

    String json(String body) {
        return post("Content-Length: " + body.length()) + body;
    }

    String messages(String of, String... headers) {
        return head(
                "POST " + of + "/conversations",
                key(),
                "Content-Type: application/json",
                Attacker.lines(headers).stripTrailing());
    }

    String message(String body) {
        return head(
                        "POST " + longTranscript.replace("/transcript", "/messages"),
                        key(),
                        "Content-Type: application/json",
                        "Content-Length: " + body.length())
                + body;
    }

    /// A key of this client alone.
    String keyOf(String of) {
        return "Authorization: Bearer "
                + RunningFixture.field(
                        api.posted(of + "/api-keys", "{\"name\": \"its own\", \"roles\": [\"reader\", \"writer\"]}"),
                        "api_key");
    }

    String importing(String of, String key, String... headers) {
        return head(
                "POST " + of + "/transcripts",
                key,
                "Content-Type: application/x-ndjson",
                Attacker.lines(headers).stripTrailing());
    }

    /// Connections that the server ended for this reason.
    long ended(String reason) {
        return (long) meter("lethe_http_connections_ended_total{reason=\"" + reason + "\"}");
    }

    /// Requests that were given up by their callers.
    long gone() {
        return api.get(running.metricsUrl().toString())
                .body()
                .lines()
                .filter(line -> line.startsWith("lethe_web_requests_seconds_count") && line.contains("status=\"499\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    double meter(String name) {
        return api.get(running.metricsUrl().toString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0);
    }
}
