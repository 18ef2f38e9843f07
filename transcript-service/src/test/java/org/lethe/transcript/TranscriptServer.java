package org.lethe.transcript;

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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EntryCodec;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.KeyringSchema;
import org.lethe.keyring.Secret;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.testkit.TempFolders;
import org.lethe.transcript.clients.IssueApiKey;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.lethe.web.WebEdge;
import org.lethe.web.WebProperties;
import org.lethe.web.WebSchema;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on a real server and a real database. Every exchange is held against the OpenAPI document.
public final class TranscriptServer implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.shared();
    private static final OpenApiInteractionValidator DOCUMENT =
            OpenApiInteractionValidator.createForInlineApiSpecification(document())
                    .build();

    public final PinnedClock clock = new PinnedClock(Instant.parse("2026-11-20T10:00:00Z"));
    public final HikariDataSource dataSource;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final EventLog log;
    public final Commands commands;
    public final TranscriptService service;
    public final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final String platform;
    /// Bodies of all answers of 400 and above.
    public final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /// Called before a command sources anything; null for most.
    public final AtomicReference<Consumer<EventCriteria>> beforeSourcing = new AtomicReference<>();

    /// Called when a command has sourced, before it decides; null for most.
    public final AtomicReference<Consumer<EventCriteria>> afterSourcing = new AtomicReference<>();

    private final Path folder;
    private final ExecutorService retries = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler blocking = Schedulers.fromExecutorService(retries);
    private final Keyring keyring;
    private final ApiKeys apiKeys;
    private final WebEdge edge;
    private final DisposableServer server;

    public TranscriptServer() {
        this(PostgresForTests.newDataSource());
    }

    public TranscriptServer(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        EventLogSchema.migrate(dataSource);
        KeyringSchema.migrate(dataSource);
        WebSchema.migrate(dataSource);
        TranscriptSchema.migrate(dataSource);
        try {
            folder = Files.createTempDirectory("lethe-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        commands = new Commands(watched(log), retries);
        Secret passphrase = new Secret("only for tests".toCharArray());
        keyring = Keyring.open(
                dataSource, BcfksRootKeystore.open(folder.resolve("root.bcfks"), passphrase, clock), clock, meters);
        apiKeys = new ApiKeys(dataSource, clock);
        service = new TranscriptService(new TranscriptService.Parts(
                dataSource,
                log,
                commands,
                keyring,
                keyring.rootEpochs(Duration.ofDays(30)),
                apiKeys,
                clock,
                meters,
                blocking));
        edge = new WebEdge(WebProperties.defaults(), service.routes(), apiKeys, dataSource, clock);
        edge.bindTo(meters);
        server = HttpServer.create()
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(edge.httpHandler()))
                .bindNow();
        service.start();
        platform = bootstrap();
    }

    private EventStorageEngine watched(EventLog engine) {
        return (EventStorageEngine) Proxy.newProxyInstance(
                EventStorageEngine.class.getClassLoader(),
                new Class<?>[] {EventStorageEngine.class},
                (proxy, method, arguments) -> {
                    boolean sourcing = method.getName().equals("source");
                    if (sourcing) {
                        tell(beforeSourcing, arguments);
                    }
                    try {
                        Object answer = method.invoke(engine, arguments);
                        if (sourcing) {
                            tell(afterSourcing, arguments);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void tell(AtomicReference<Consumer<EventCriteria>> listener, Object[] arguments) {
        Consumer<EventCriteria> listening = listener.get();
        if (listening != null) {
            listening.accept(((SourcingCondition) arguments[0]).criteria());
        }
    }

    private String bootstrap() {
        NewApiKey key = ApiKeys.generate();
        commands.sendAndWait(
                new IssueApiKey(
                        ClientId.PLATFORM,
                        ApiKeyId.random(),
                        "operator",
                        EnumSet.of(Role.PLATFORM_ADMIN),
                        key.sha256(),
                        null,
                        "bootstrap",
                        clock.instant()),
                IssueApiKey.Issued.class);
        return key.secret();
    }

    public static String document() {
        try (InputStream in = TranscriptServer.class.getResourceAsStream("/openapi.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer, and what it says.
    public record Reply(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public JsonNode json() {
            return JSON.readTree(http.body());
        }

        public String text(String field) {
            return json().required(field).asString();
        }

        public Reply is(int status) {
            assertThat(http.statusCode())
                    .as(http.request().uri() + ": " + http.body())
                    .isEqualTo(status);
            return this;
        }

        /// A problem document of this status and kind.
        public Reply refused(int status, String slug) {
            is(status);
            assertThat(http.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(text("type")).endsWith("/problems/" + slug);
            assertThat(text("request_id"))
                    .isEqualTo(http.headers().firstValue("Request-Id").orElse("no Request-Id"));
            return this;
        }

        public List<String> pointers() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.required("pointer").asString())
                    .toList();
        }
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    public Reply post(String path, String token, Object body, String... headers) {
        return send("POST", path, token, body instanceof String text ? text : JSON.writeValueAsString(body), headers);
    }

    public Reply get(String path, String token, String... headers) {
        return send("GET", path, token, null, headers);
    }

    public Reply delete(String path, String token) {
        return send("DELETE", path, token, null);
    }

    public Reply send(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean typed = Arrays.asList(headers).contains("Content-Type");
        if (body != null && !body.isEmpty() && !typed) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return exchange(
                request.method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                body);
    }

    /// Sends as is; what was sent is held against the document only where it was taken.
    public Reply exchange(HttpRequest request, String body) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            validate(request, body, response);
            if (response.statusCode() >= 400) {
                refusals.add(response.headers().map() + "\n" + response.body());
            }
            return new Reply(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void validate(HttpRequest request, String body, HttpResponse<String> response) {
        Request.Method method = Request.Method.valueOf(request.method());
        SimpleResponse.Builder answered = SimpleResponse.Builder.status(response.statusCode());
        response.headers().map().forEach((name, values) -> answered.withHeader(name, values));
        if (!response.body().isEmpty()) {
            answered.withBody(response.body());
        }
        String path = request.uri().getPath();
        if (response.statusCode() == 405 || response.statusCode() == 404 && !path.startsWith("/v1/clients")) {
            return; // no operation of the document
        }
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
            if (body != null && !body.isEmpty()) {
                asked.withBody(body);
            }
            report = DOCUMENT.validate(asked.build(), answered.build());
        } else {
            report = DOCUMENT.validateResponse(path, method, answered.build());
        }
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .filter(message ->
                                request.headers().firstValue("Prefer").isEmpty()
                                        || !message.getMessage().contains("no response body found")))
                .as(method + " " + path + " " + response.statusCode() + " " + response.body())
                .isEmpty();
    }

    /// A brand with a key for each role.
    public final class Brand {
        public final String id;
        public final String path;

        Brand(String name) {
            id = post("/v1/clients", platform, """
                            {"name": "%s", "region": "eu",
                             "retention": {"rules": [{"category": "default", "period": "P13M"}]}}""".formatted(name)).is(201).text("client_id");
            path = "/v1/clients/" + id;
        }

        public String key(String... roles) {
            return post(path + "/api-keys", platform, new NewKey("a key", List.of(roles)))
                    .is(201)
                    .text("api_key");
        }

        public String all() {
            return key("client-admin", "writer", "reader", "privacy-officer", "auditor", "retention-operator");
        }

        /// @return the path of a new conversation
        public String conversation(String token, String email) {
            Reply opened = post(
                            path + "/conversations",
                            token,
                            "{\"channel\":\"web\",\"consumer\":{\"email\":\"" + email + "\"}}")
                    .is(201);
            return path + "/conversations/" + opened.text("conversation_id");
        }
    }

    record NewKey(String name, List<String> roles) {}

    public Brand brand(String name) {
        return new Brand(name);
    }

    public WebEdge edge() {
        return edge;
    }

    public Keyring keyring() {
        return keyring;
    }

    @Override
    public void close() {
        server.disposeNow();
        edge.close();
        service.close();
        apiKeys.close();
        keyring.close();
        log.close();
        http.close();
        blocking.dispose();
        dataSource.close();
        TempFolders.delete(folder);
    }
}
