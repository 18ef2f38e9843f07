package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.testkit.PostgresForTests;
import org.lethe.transcript.TranscriptServer.Brand;
import org.lethe.web.Role;
import org.slf4j.LoggerFactory;

/// Strings that stand nowhere else are sent wherever content can be sent; then everything that touches a disk or an
/// operator's eye is searched for them, byte by byte.
class CanaryIT {
    private static final String MARK = Long.toString(System.nanoTime(), 36);

    private final Map<String, String> canaries = new LinkedHashMap<>();
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
    private TranscriptServer server;

    @BeforeEach
    void start() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        context.getLogger("org.lethe").setLevel(Level.TRACE);
        server = new TranscriptServer();
    }

    @AfterEach
    void stop() {
        server.close();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        context.getLogger("org.lethe").setLevel(null);
    }

    /// A word that stands nowhere else, of letters and digits.
    private String canary(String name) {
        return canaries.computeIfAbsent(name, any -> "canary" + name + MARK + "x" + canaries.size());
    }

    @Test
    void contentIsFoundNowhereBeforeAndAfterErasure() throws Exception {
        // given
        Brand brand = server.brand("Canaries");
        String token = brand.all();
        canaries.put("token", token.substring(4));
        String phone = "+4179" + (1_000_000 + Math.abs(MARK.hashCode() % 8_000_000));
        canaries.put("phone", phone.substring(1));
        String contact = "{\"email\":\"" + canary("email") + "@example.com\",\"phone\":\"" + phone
                + "\",\"external_id\":\"" + canary("external") + "\",\"name\":\"" + canary("name") + "\"}";
        Reply opened = server.post(
                        brand.path + "/conversations",
                        token,
                        "{\"channel\":\"web\",\"consumer\":" + contact + ",\"message_id\":\"" + canary("chat")
                                + "\",\"visit\":{\"ip_address\":\"" + canary("ip") + "\",\"user_agent\":\""
                                + canary("agent") + "\",\"page\":\"" + canary("page") + "\",\"referrer\":\""
                                + canary("referrer") + "\",\"location\":\"" + canary("location") + "\"}}",
                        "Idempotency-Key",
                        "\"" + canary("key") + "\"")
                .is(201);
        String conversation = brand.path + "/conversations/" + opened.text("conversation_id");
        server.post(
                        brand.path + "/conversations",
                        token,
                        "{\"channel\":\"web\",\"consumer\":{\"external_id\":\"" + canary("external") + "\",\"name\":\""
                                + canary("latername") + "\"}}")
                .is(201);
        String message = "{\"message_id\":\"" + canary("message") + "\",\"from\":\"agent\",\"author\":\""
                + canary("author") + "\",\"text\":\"" + canary("text") + " and more\"}";
        server.post(conversation + "/messages", token, message, "Idempotency-Key", "\"" + canary("key2") + "\"")
                .is(201);
        server.post(conversation + "/messages", token, message).is(200);
        server.post(brand.path + "/consumers/lookup", token, contact).is(200);
        HttpResponse<String> imported = server.http.send(
                HttpRequest.newBuilder(server.uri(brand.path + "/transcripts"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"conversation\":\"" + canary("imported")
                                + "\",\"brand\":\"" + canary("brand")
                                + "\",\"channel\":\"web\",\"consumer\":{\"email\":\""
                                + canary("mail") + "@example.com\"},\"agent\":\"" + canary("sam")
                                + "\",\"messages\":[{\"from\":\"agent\",\"at\":\"2026-11-19T10:00:00Z\",\"text\":\""
                                + canary("line") + "\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(imported.statusCode()).isEqualTo(200);
        assertThat(imported.body().lines().toList().getLast()).contains("\"ok\":1");
        refused(brand, token, conversation);
        words(brand);
        assertThat(server.get(conversation + "/transcript", token, "Lethe-Purpose", "test")
                        .is(200)
                        .body())
                .contains(canary("text"), canary("author"));

        // then
        assertNowhere("before erasure");

        // when
        server.post(
                        brand.path + "/consumers/" + opened.text("consumer_id") + "/erase",
                        token,
                        "{\"reason\":\"" + canary("reason") + "\"}")
                .is(200);
        server.post(conversation + "/messages", token, message).refused(410, "content-erased");
        server.get(conversation + "/transcript", token, "Lethe-Purpose", "test").refused(410, "content-erased");

        // then
        assertNowhere("after erasure");
    }

    /// Content that is refused must not leave by the refusal.
    private void refused(Brand brand, String token, String conversation) {
        String bad = canary("refused");
        for (String body : List.of(
                "{\"from\":\"" + bad + "\",\"text\":\"" + bad + "\"}",
                "{\"from\":\"consumer\",\"text\":\"" + bad + "\",\"sent_at\":\"" + bad + "\"}",
                "{\"from\":\"consumer\",\"text\":\"" + bad + "\" \"" + bad + "\"}",
                "{\"from\":\"consumer\",\"text\":\"" + bad + "\\u0000\"}",
                "{\"from\":\"consumer\",\"text\":\"" + (bad + " ").repeat(2_000) + "\"}")) {
            server.post(conversation + "/messages", token, body).refused(400, "invalid-body");
        }
        server.post(brand.path + "/consumers", token, "{\"email\":\"" + bad + "\"}")
                .refused(400, "invalid-body");
        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"" + bad + "@example.org\"}")
                .refused(404, "not-found");
        server.get(brand.path + "/conversations?channel=Not_" + bad, token).refused(400, "invalid-parameter");
        server.get(brand.path + "/conversations/" + bad, token).refused(404, "not-found");
    }

    /// An operator's, which another service has sealed and opened.
    private void words(Brand brand) {
        String service = server.key(ClientId.PLATFORM, Role.SERVICE);
        String event = "{\"event_id\":\"" + EventId.random() + "\",\"type\":\"LegalHoldPlaced\",";
        String toSeal = event + "\"at\":\"2026-11-20T10:00:00Z\",\"words\":{\"matter\":\"" + canary("matter") + "\"";
        String sealed = server.post(brand.path + "/words/seal", service, toSeal + "}}", "Idempotency-Key", "\"seal\"")
                .is(200)
                .text("sealed");
        String toOpen = event + "\"recorded_at\":\"2026-11-20T10:00:00Z\",\"sealed\":\"" + sealed + "\"}";
        assertThat(server.post(brand.path + "/words/open", service, toOpen, "Idempotency-Key", "\"open\"")
                        .is(200)
                        .body())
                .contains(canary("matter"));
        server.post(brand.path + "/words/seal", service, toSeal + ",\"no field \":\"" + canary("word") + "\"}}")
                .refused(400, "invalid-body");
        server.post(brand.path + "/words/open", service, toOpen.replace("HoldPlaced", "HoldReleased"))
                .refused(400, "invalid-body");
    }

    private void assertNowhere(String when) throws Exception {
        LoggerFactory.getLogger("org.lethe.control").trace("searched {}", when);
        assertThat(logged).as("lines to search").anyMatch(line -> line.contains("searched " + when));
        assertThat(server.refusals).as("refusals to search").isNotEmpty();
        assertThat(server.meters.getMetersAsString()).as("metrics to search").isNotEmpty();
        List<String> found = new ArrayList<>();
        look("log", String.join("\n", logged), found);
        look("metrics", server.meters.getMetersAsString(), found);
        look("refusals", String.join("\n", server.refusals), found);
        look("tables", tables(), found);
        lookInFiles(found);
        assertThat(found).as(when).isEmpty();
    }

    private void lookInFiles(List<String> found) throws Exception {
        execute("CHECKPOINT");
        Optional<Path> folder = PostgresForTests.dataFolder();
        if (folder.isPresent()) {
            try (Stream<Path> files = Files.walk(folder.get())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    look(file.toString(), read(file), found);
                }
            }
        }
    }

    private void look(String where, String text, List<String> found) {
        String lower = text.toLowerCase(Locale.ROOT);
        canaries.forEach((name, canary) -> {
            if (lower.contains(canary.toLowerCase(Locale.ROOT))) {
                found.add(name + " in " + where);
            }
        });
    }

    /// Bytes as characters, one to one; a file that goes away meanwhile holds nothing.
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// All rows of all tables as text: what stands compressed in files stands plain here.
    private String tables() throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = server.dataSource.getConnection();
                Statement names = connection.createStatement();
                ResultSet name = names.executeQuery("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename)"
                        + " FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
            int tables = 0;
            while (name.next()) {
                tables++;
                try (Statement rows = connection.createStatement();
                        ResultSet row = rows.executeQuery("SELECT t::text FROM " + name.getString(1) + " t")) {
                    while (row.next()) {
                        text.append(row.getString(1)).append('\n');
                    }
                }
            }
            assertThat(tables).isGreaterThan(5);
        }
        return text.toString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theSearchFindsWhatIsThere() throws Exception {
        // given something that is stored in clear by design: a client's name
        canaries.put("control", "control" + MARK);
        server.brand(canaries.get("control"));
        LoggerFactory.getLogger("org.lethe.control").trace(canaries.get("control"));

        // then
        List<String> found = new ArrayList<>();
        look("log", String.join("\n", logged), found);
        look("tables", tables(), found);
        assertThat(found).containsExactly("control in log", "control in tables");
        if (PostgresForTests.dataFolder().isPresent()) {
            found.clear();
            lookInFiles(found);
            assertThat(found).anyMatch(where -> where.contains("pg_wal")).anyMatch(where -> where.contains("base"));
        }
    }
}
