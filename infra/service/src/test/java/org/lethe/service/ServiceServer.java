package org.lethe.service;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.service.signing.SigningKey;
import org.lethe.sql.DatabaseSetup;
import org.lethe.sql.RolePools;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.ProblemType;
import org.lethe.web.Role;
import org.lethe.web.WebProblems;
import org.lethe.web.WebProperties;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One whole service on a real server and a real database, where it may what its role may and no more. Every exchange
/// is held against its OpenAPI document, and every refusal against what its route says it refuses with.
public class ServiceServer implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.shared();
    private static final SigningKey SIGNING_KEY = SigningKey.of(SigningKey.generate());
    private static final Pattern PATH_VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final List<String> PROBLEM_MEMBERS =
            List.of("type", "title", "status", "detail", "request_id", "errors");
    private static final Map<Service, OpenApiInteractionValidator> DOCUMENTS = new ConcurrentHashMap<>();
    /// Of a new service, until its first document is written.
    private static final String NO_DOCUMENT_YET =
            "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"new\", \"version\": \"0\"}, \"paths\": {}}";

    public final PinnedClock clock;
    /// Owns everything; the service itself does not see it.
    public final HikariDataSource dataSource;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final ServiceHost host;
    public final EventLog log;
    public final Commands commands;
    public final RunningService service;
    public final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /// Headers and bodies of all answers of 400 and above.
    public final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final RolePools pools;
    private final OpenApiInteractionValidator document;
    private final DisposableServer server;

    /// On an empty database.
    public ServiceServer(Service service, Parts parts) {
        this(service, PostgresForTests.newDataSource(), new PinnedClock(Instant.parse("2026-11-20T10:00:00Z")), parts);
    }

    /// @param dataSource as its owner; not closed here
    protected ServiceServer(Service service, HikariDataSource dataSource, PinnedClock clock, Parts parts) {
        this.clock = clock;
        this.dataSource = dataSource;
        this.pools = RolePools.like(dataSource);
        prepare(ServiceHost.database(List.of(service)), dataSource);
        this.host = new ServiceHost(
                List.of(service),
                new HostNeeds(
                        role -> pools.open(role, config -> config),
                        clock,
                        meters,
                        WebProperties.defaults(),
                        new Parts().with(SigningKey.class, SIGNING_KEY).with(parts)));
        this.log = host.log();
        this.service = host.service(service);
        this.commands = this.service.commands();
        this.document = DOCUMENTS.computeIfAbsent(
                service,
                _ -> OpenApiInteractionValidator.createForInlineApiSpecification(document(service))
                        .build());
        this.server = HttpServer.create()
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(host.edge().httpHandler()))
                .bindNow();
        host.start();
    }

    private static void prepare(DatabaseSetup setup, HikariDataSource dataSource) {
        setup.migrate(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            setup.grant(dataSource, connection.getMetaData().getUserName());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static String document(Service service) {
        try (InputStream in = service.module().getClassLoader().getResourceAsStream(service.openApi())) {
            return in == null ? NO_DOCUMENT_YET : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A key that no event tells of.
    public String key(ClientId client, Role... roles) {
        NewApiKey key = ApiKeys.generate();
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        all.addAll(Arrays.asList(roles));
        try (Connection connection = dataSource.getConnection()) {
            host.apiKeys()
                    .insert(
                            connection,
                            ApiKeyRecord.issued(
                                    ApiKeyId.random(), client, "a key", all, key.sha256(), clock.instant(), null));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return key.secret();
    }

    /// Rows of a query as text, columns joined by blanks.
    public List<String> rows(String sql) {
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
    public record Reply(HttpResponse<byte[]> http) {
        public int status() {
            return http.statusCode();
        }

        public String body() {
            return new String(http.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(http.body());
        }

        public String text(String field) {
            return json().required(field).asString();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        public String etag() {
            return http.headers().firstValue("ETag").orElseThrow();
        }

        public Reply is(int status) {
            assertThat(http.statusCode())
                    .as(http.request().uri() + ": " + body())
                    .isEqualTo(status);
            return this;
        }

        /// A problem document of this status and kind.
        public Reply refused(int status, String slug) {
            is(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(text("type")).endsWith("/problems/" + slug);
            assertThat(text("request_id")).isEqualTo(header("Request-Id"));
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

    public Reply put(String path, String token, String body, String... headers) {
        return send("PUT", path, token, body, headers);
    }

    public Reply get(String path, String token, String... headers) {
        return send("GET", path, token, null, headers);
    }

    public Reply delete(String path, String token) {
        return send("DELETE", path, token, null);
    }

    public Reply send(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
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
            Reply reply = new Reply(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
            validate(request, body, reply);
            checkRefusal(request.method(), request.uri().getPath(), reply);
            if (reply.status() >= 400) {
                refusals.add(reply.http().headers().map() + "\n" + reply.body());
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void validate(HttpRequest request, String body, Reply reply) {
        String path = request.uri().getRawPath();
        if (!isOfTheDocument(path, reply)) {
            return;
        }
        Request.Method method = Request.Method.valueOf(request.method());
        SimpleResponse.Builder answered = SimpleResponse.Builder.status(reply.status());
        reply.http().headers().map().forEach((name, values) -> answered.withHeader(name, values));
        if (reply.http().body().length > 0) {
            answered.withBody(reply.body());
        }
        ValidationReport report = reply.status() < 400
                ? document.validate(asked(request, method, body), answered.build())
                : document.validateResponse(path, method, answered.build());
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .filter(message ->
                                request.headers().firstValue("Prefer").isEmpty()
                                        || !message.getMessage().contains("no response body found")))
                .as(method + " " + path + " " + reply.status() + " " + reply.body())
                .isEmpty();
    }

    /// A route refuses with what it says that it refuses with, and such an answer has the members that its type says.
    private void checkRefusal(String method, String path, Reply reply) {
        if (reply.status() < 400 || !reply.header("Content-Type").startsWith("application/problem+json")) {
            return;
        }
        service.routes().stream()
                .flatMap(routes -> routes.all().stream())
                .filter(route -> route.method().equals(method)
                        && path.matches(PATH_VARIABLE.matcher(route.path()).replaceAll("[^/]+")))
                .min(Comparator.comparingInt(route ->
                        route.path().length() - route.path().replace("{", "").length()))
                .ifPresent(route -> {
                    String slug =
                            reply.text("type").substring(reply.text("type").lastIndexOf('/') + 1);
                    Optional<ProblemType> said = Stream.concat(
                                    route.refusals().stream(), Stream.of(WebProblems.INTERNAL_ERROR))
                            .filter(type -> type.slug().equals(slug))
                            .findFirst();
                    assertThat(said)
                            .as(route + " does not say that it refuses with " + slug)
                            .isPresent();
                    List<String> members = new ArrayList<>(PROBLEM_MEMBERS);
                    members.addAll(said.orElseThrow().members().keySet());
                    assertThat(members).as(slug).containsAll(reply.json().propertyNames());
                });
    }

    /// What is no operation of it, or no JSON to hold against a schema, is not.
    private static boolean isOfTheDocument(String path, Reply reply) {
        boolean known = reply.status() != 405 && (reply.status() != 404 || path.startsWith("/v1/clients"));
        String type = reply.header("Content-Type");
        return path.startsWith("/v1/")
                && !path.equals("/v1/openapi.json")
                && known
                && !type.contains("pdf")
                && !type.contains("ndjson");
    }

    private static Request asked(HttpRequest request, Request.Method method, String body) {
        SimpleRequest.Builder asked =
                new SimpleRequest.Builder(method, request.uri().getPath());
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
        return asked.build();
    }

    @Override
    public void close() {
        server.disposeNow();
        host.close();
        pools.close();
        http.close();
    }
}
