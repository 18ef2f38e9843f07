package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EntryCodec;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.eventlog.Follower;
import org.lethe.retention.certificates.CertificateKey;
import org.lethe.retention.runs.RunStep;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.lethe.web.WebEdge;
import org.lethe.web.WebProperties;
import org.lethe.web.WebSchema;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on a real server and a real database, with events of the other services written by hand. Every
/// exchange is held against the OpenAPI document.
final class RetentionServer implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();
    static final String KEY = CertificateKey.generate();
    static final Channel WEB = new Channel("web");
    private static final OpenApiInteractionValidator DOCUMENT =
            OpenApiInteractionValidator.createForInlineApiSpecification(document())
                    .build();

    final PinnedClock clock;
    final HikariDataSource dataSource;
    final EventLog log;
    final Commands commands;
    final RetentionService service;
    final WordsInMemory words;
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String platform;

    private final ExecutorService retries = Executors.newVirtualThreadPerTaskExecutor();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Follower keys;
    private final ApiKeys apiKeys;
    private final WebEdge edge;
    private final DisposableServer server;

    /// What the other services would append.
    record Append(List<LogEntry> entries, Instant at) {}

    record Appended(int events) {}

    RetentionServer() {
        this(Instant.parse("2026-11-20T10:00:00Z"));
    }

    /// @param now where the clock stands
    RetentionServer(Instant now) {
        this(PostgresForTests.newDataSource(), new PinnedClock(now), new WordsInMemory(), _ -> {});
    }

    /// @param steps told how far runs come
    RetentionServer(HikariDataSource dataSource, PinnedClock clock, WordsInMemory words, RunStep.Listener steps) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.words = words;
        EventLogSchema.migrate(dataSource);
        WebSchema.migrate(dataSource);
        RetentionSchema.migrate(dataSource);
        log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        commands = new Commands(log, retries);
        commands.handle(Append.class, (command, decision) -> {
            command.entries().forEach(entry -> decision.append(EventId.random(), entry, command.at()));
            return new Appended(command.entries().size());
        });
        keys = new Follower(
                new KeysInMemory(commands, clock),
                log,
                commands.store(),
                dataSource,
                RetentionSchema.TOKEN_TABLE,
                meters);
        apiKeys = new ApiKeys(dataSource, clock);
        service = new RetentionService(new RetentionService.Parts(
                dataSource, log, commands, words, CertificateKey.of(KEY), clock, meters, steps));
        edge = new WebEdge(
                WebProperties.defaults().describedBy(RetentionService.OPEN_API),
                service.routes(),
                apiKeys,
                dataSource,
                clock);
        server = HttpServer.create()
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(edge.httpHandler()))
                .bindNow();
        service.start();
        platform = key(ClientId.PLATFORM, Role.values());
        awaitFirstSweep();
    }

    /// Later ones come by the clock, which the tests move.
    private void awaitFirstSweep() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rows("SELECT 1 FROM retention.scheduled_tasks WHERE task_name = 'retention-sweep'"
                                        + " AND last_success IS NOT NULL")
                                .size()
                        == 1);
    }

    /// From now on orders are carried out.
    RetentionServer answering() {
        keys.start();
        return this;
    }

    String key(ClientId client, Role... roles) {
        NewApiKey key = ApiKeys.generate();
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        all.addAll(Arrays.asList(roles));
        try (Connection connection = dataSource.getConnection()) {
            apiKeys.insert(
                    connection,
                    ApiKeyRecord.issued(ApiKeyId.random(), client, "a key", all, key.sha256(), clock.instant(), null));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return key.secret();
    }

    static String document() {
        try (InputStream in = RetentionServer.class.getClassLoader().getResourceAsStream(RetentionService.OPEN_API)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(ClientId client, LogEntry... entries) {
        append(clock.instant(), entries);
    }

    /// @param at when they are recorded
    void append(Instant at, LogEntry... entries) {
        commands.sendAndWait(new Append(List.of(entries), at), Appended.class);
    }

    /// A client with a schedule, as transcript-service registers it.
    final class Brand {
        final ClientId id = ClientId.random();
        final String path = "/v1/clients/" + id;
        final String operator;
        final String officer;

        Brand(String... rules) {
            List<RetentionRule> all = new ArrayList<>();
            for (String rule : rules) {
                String[] parts = rule.split(" ");
                String[] subject = parts[0].split("/");
                all.add(new RetentionRule(
                        subject[0], subject.length > 1 ? new Channel(subject[1]) : null, Period.parse(parts[1])));
            }
            append(
                    id,
                    LogEntry.of(id, new ClientRegistered(id, "Brand", "eu")),
                    LogEntry.of(id, new RetentionScheduleSet(id, 1, all, clock.instant(), "bootstrap")));
            operator = key(id, Role.RETENTION_OPERATOR, Role.CLIENT_ADMIN);
            officer = key(id, Role.PRIVACY_OFFICER);
        }

        /// A conversation of a new consumer, with contact data and a visit of that time.
        Talk talk(String openedAt) {
            return new Talk(this, ConsumerId.random(), WEB, Instant.parse(openedAt));
        }

        Talk talk(ConsumerId consumer, Channel channel, String openedAt) {
            return new Talk(this, consumer, channel, Instant.parse(openedAt));
        }

        /// Asks for a run and waits for its end.
        JsonNode run(String body) {
            String run = post("/v1/retention-runs", operator, body).is(202).text("run_id");
            return finished(run);
        }

        JsonNode finished(String run) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> get("/v1/retention-runs/" + run, operator)
                            .text("state")
                            .equals("completed"));
            return get("/v1/retention-runs/" + run, operator).is(200).json();
        }
    }

    final class Talk {
        final Brand brand;
        final ConsumerId consumer;
        final ConversationId id = ConversationId.random();
        final Channel channel;

        Talk(Brand brand, ConsumerId consumer, Channel channel, Instant openedAt) {
            this.brand = brand;
            this.consumer = consumer;
            this.channel = channel;
            append(
                    brand.id,
                    LogEntry.of(brand.id, new ConsumerIdentified(consumer, List.of("email"), channel, openedAt)),
                    new LogEntry(
                            brand.id,
                            new ConsumerIdentifiersLinked(consumer, List.of("email"), channel, openedAt),
                            new Sealed(new byte[61])),
                    LogEntry.of(brand.id, new ConversationOpened(id, consumer, channel, openedAt, null)),
                    new LogEntry(brand.id, new VisitObserved(id, channel, openedAt), new Sealed(new byte[61])));
        }

        /// Messages of 100 bytes each.
        Talk says(int messages, String sentAt) {
            LogEntry[] entries = new LogEntry[messages];
            for (int i = 0; i < messages; i++) {
                entries[i] = new LogEntry(
                        brand.id,
                        new MessageRecorded(
                                id,
                                consumer,
                                new MessageId(UUID.randomUUID()),
                                Author.CONSUMER,
                                channel,
                                Instant.parse(sentAt)),
                        new Sealed(new byte[100]));
            }
            append(brand.id, entries);
            return this;
        }
    }

    /// Waits until the views have taken in what stands in the log.
    void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> meters.find("lethe.view.lag").gauges().stream()
                        .filter(gauge -> gauge.getId().getTag("view").startsWith("retention-"))
                        .allMatch(gauge -> gauge.value() == 0));
    }

    /// Rows of a query as text, columns joined by blanks.
    List<String> rows(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                all.add(String.join(" ", columns));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// An answer, and what it says.
    record Reply(HttpResponse<byte[]> http) {
        String body() {
            return new String(http.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(http.body());
        }

        String text(String field) {
            return json().required(field).asString();
        }

        String etag() {
            return http.headers().firstValue("ETag").orElseThrow();
        }

        Reply is(int status) {
            assertThat(http.statusCode())
                    .as(http.request().uri() + ": " + body())
                    .isEqualTo(status);
            return this;
        }

        Reply refused(int status, String slug) {
            is(status);
            assertThat(text("type")).endsWith("/problems/" + slug);
            return this;
        }

        List<String> pointers() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.required("pointer").asString())
                    .toList();
        }
    }

    Reply get(String path, String token, String... headers) {
        return send("GET", path, token, null, headers);
    }

    Reply post(String path, String token, String body, String... headers) {
        return send("POST", path, token, body, headers);
    }

    Reply put(String path, String token, String body, String... headers) {
        return send("PUT", path, token, body, headers);
    }

    private Reply send(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpRequest sent = request.method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(sent, HttpResponse.BodyHandlers.ofByteArray());
            validate(sent, body, response);
            return new Reply(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    private static void validate(HttpRequest request, String body, HttpResponse<byte[]> response) {
        String path = request.uri().getPath();
        if (!path.startsWith("/v1/") || path.equals("/v1/openapi.json")) {
            return;
        }
        Request.Method method = Request.Method.valueOf(request.method());
        SimpleResponse.Builder answered = SimpleResponse.Builder.status(response.statusCode());
        response.headers().map().forEach((name, values) -> answered.withHeader(name, values));
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.contains("pdf") || type.contains("ndjson")) {
            return; // no JSON to hold against a schema
        }
        answered.withBody(new String(response.body(), StandardCharsets.UTF_8));
        ValidationReport report;
        if (response.statusCode() < 400) {
            SimpleRequest.Builder asked = new SimpleRequest.Builder(method, path);
            request.headers().map().forEach((name, values) -> asked.withHeader(name, values));
            String query = request.uri().getQuery();
            if (query != null) {
                for (String pair : query.split("&")) {
                    asked.withQueryParam(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                }
            }
            if (body != null) {
                asked.withBody(body);
            }
            report = DOCUMENT.validate(asked.build(), answered.build());
        } else {
            report = DOCUMENT.validateResponse(path, method, answered.build());
        }
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .map(Object::toString)
                        .collect(Collectors.toList()))
                .as(method + " " + path + " " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    Brand brand(String... rules) {
        return new Brand(rules);
    }

    @Override
    public void close() {
        server.disposeNow();
        edge.close();
        service.close();
        keys.close();
        apiKeys.close();
        log.close();
        http.close();
        retries.close();
    }
}
