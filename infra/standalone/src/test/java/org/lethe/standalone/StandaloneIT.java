package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneIT {
    private static final Duration SOON = Duration.ofSeconds(60); // also where the machine does much else
    private static final String READINESS = "/actuator/health/readiness";

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };
    private Path parent;
    private Running running;
    private RunningFixture api;

    /// A start sets logging up anew.
    @BeforeEach
    void listen() {
        appender.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(appender);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        parent = folder;
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @Test
    void servesProbesMetricsAndDocs() {
        assertThat(api.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> api.get(READINESS).statusCode() == 200);
        assertThat(api.get("/actuator/health/startup").statusCode()).isEqualTo(200);
        assertThat(api.get(running.metricsUrl().toString()).body())
                .contains("lethe_log_head", "lethe_web_requests_in_flight", "jvm_memory_used_bytes");
        assertThat(running.metricsUrl().getHost()).isEqualTo("127.0.0.1");
        assertThat(running.metricsUrl().getPort()).isNotEqualTo(running.port());
        assertThat(api.get("/actuator/prometheus").statusCode()).isEqualTo(404);
        assertThat(api.get("/docs").statusCode()).isEqualTo(200);
        assertThat(api.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsWhatItHoldsAcrossARestart() throws IOException {
        String conversation = api.newConversation();
        api.posted(conversation + "/messages", RunningFixture.message("still here"));

        stop();
        running = Standalone.start(Settings.in(running.dataFolder()));
        api = new RunningFixture(running.url(), running.dataFolder());

        assertThat(api.get(conversation + "/transcript").body()).contains("still here");
    }

    @Test
    void refusesAFolderThatIsInUse() {
        assertThatThrownBy(() -> Standalone.start(Settings.in(running.dataFolder())))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void refusesATakenPort() {
        Settings taken = Settings.in(parent.resolve("other")).with(Setting.PORT, Integer.toString(running.port()));

        assertThatThrownBy(() -> Standalone.start(taken))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("port " + running.port());
        assertThat(parent.resolve("other")).doesNotExist();
    }

    @Test
    void answers503WhileTheDatabaseIsStoppedAndGoesOnByItself() {
        String conversation = api.newConversation();
        await().atMost(SOON).until(() -> api.get(READINESS).statusCode() == 200);

        running.postgres().orElseThrow().suspend();
        var refused = api.post(conversation + "/messages", RunningFixture.message("not now"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        await().atMost(SOON).until(() -> api.get(READINESS).statusCode() == 503);
        assertThat(api.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

        running.postgres().orElseThrow().resume();
        await().atMost(SOON).until(() -> api.get(READINESS).statusCode() == 200);
        await().atMost(SOON)
                .until(() -> api.post(conversation + "/messages", RunningFixture.message("now"))
                                .statusCode()
                        == 201);
        assertThat(api.get(conversation + "/transcript").statusCode()).isEqualTo(200);
    }

    @Test
    void startsPostgresAgainWhenItIsKilled() {
        String conversation = api.newConversation();
        long before = running.postgres().orElseThrow().pid();

        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await().atMost(SOON)
                .until(() -> api.post(conversation + "/messages", RunningFixture.message("back"))
                                .statusCode()
                        == 201);
        assertThat(running.postgres().orElseThrow().pid()).isNotEqualTo(before);
    }

    @Test
    void connectsWithARoleThatCanNotRewriteTheLog() throws SQLException {
        api.newConversation();
        try (Connection connection = running.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "UPDATE event_log.event SET type = 'x'",
                "DELETE FROM event_log.event",
                "TRUNCATE event_log.event",
                "DELETE FROM keyring.keys",
                "CREATE TABLE event_log.mine (id int)",
                "DROP TABLE transcript.client"
            }) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /% HTTP/1.1, Short: 1, 400, refused",
        "GET /v1/clients?name=%zz HTTP/1.1, Short: 1, 400, refused",
        "canary-7f3a-in-a-request-line, Short: 1, 400, refused",
        "GET /canary-7f3a-in-a-path HTTP/1.1, Long: LONG, 431, headers-too-large",
        "GET /canary-7f3a-in-a-path HTTP/1.1, canary 7f3a: 1, 400, refused",
        "GET /LONG HTTP/1.1, Short: 1, 414, uri-too-long"
    })
    void answersWhatItCanNotReadWithAProblemDocument(String line, String header, int status, String slug)
            throws Exception {
        // given
        String request = String.join("\r\n", line, "Host: localhost", header, "Connection: close", "", "")
                .replace("LONG", "x".repeat(20_000));

        // when
        String answer = api.raw(request);

        // then
        String id = answer.replaceAll("(?is).*\r\nrequest-id: ([^\r]+)\r\n.*", "$1");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
                .contains("\"type\":\"/problems/" + slug + "\"", "\"status\":" + status)
                .endsWith("\"request_id\":\"" + id + "\"}")
                .doesNotContain("canary");
        assertThat(api.get("/problems/" + slug).statusCode()).isEqualTo(200);
        assertThat(logs()).doesNotContain("canary-7f3a-in-a-request-line", "canary-7f3a-in-a-path", "canary 7f3a");
    }

    @Test
    void aCallerWhoGoesAwayInMidBodyIsNoFault() throws Exception {
        // given
        String posts = "lethe_web_requests_seconds_count{method=\"POST\",route=\"/v1/clients\",status=\"";
        long before = gone(posts);

        // when
        for (int caller = 0; caller < 20; caller++) {
            try (Socket socket = new Socket(running.url().getHost(), running.port())) {
                socket.getOutputStream()
                        .write(("POST /v1/clients HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 1000\r\nAuthorization: Bearer " + api.token() + "\r\n\r\n{")
                                .getBytes(UTF_8));
                socket.setSoLinger(true, caller % 2 == 0 ? 0 : 5); // reset, or closed
            }
        }

        // then
        await().atMost(SOON).until(() -> gone(posts) - before >= 20); // or more: another test's callers leave late
        assertThat(api.get(running.metricsUrl().toString()).body()).doesNotContain(posts + "500", posts + "400");
        assertThat(logs()).doesNotContain(" failed: ", "onErrorDropped", "too late", "went away");
    }

    /// How many callers of a route went away so far.
    private long gone(String route) {
        return Pattern.compile(Pattern.quote(route + "499\"} ") + "(\\d+)")
                .matcher(api.get(running.metricsUrl().toString()).body())
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    @Test
    void writesNoContentToItsLogs() throws Exception {
        String canary = "canary-7f3a-in-a-message";
        String conversation = api.newConversation();
        assertThat(api.post(conversation + "/messages", RunningFixture.message(canary))
                        .statusCode())
                .isEqualTo(201);
        assertThat(api.get(conversation + "/transcript").body()).contains(canary);

        assertThat(logs()).doesNotContain(canary, "kim@example.com");
    }

    /// What this process and PostgreSQL logged, after a line of each that has to be among it. Tests log to the console:
    /// `lethe.log` would be the same lines.
    private String logs() throws Exception {
        String control = "control" + System.nanoTime();
        LoggerFactory.getLogger("org.lethe.control").warn(control);
        try (Connection connection = running.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT " + control)).isInstanceOf(SQLException.class);
        }
        String ours = String.join("\n", logged);
        String postgres = Files.readString(running.dataFolder().resolve("log/postgres.log"), UTF_8);
        assertThat(ours).contains(control);
        assertThat(postgres).contains(control);
        return ours + "\n" + postgres;
    }

    @Test
    void keepsSecretsForTheOwnerAlone() throws IOException {
        for (String file : new String[] {"operator.token", "keys/root.bcfks", "keys/root.pass", "keys/postgres.pass"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(running.dataFolder().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }
}
