package org.lethe.web;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/// A tiny service on the edge, on a real server and a real database.
final class SampleServer implements AutoCloseable {
    static final ClientId CLIENT = ClientId.random();
    static final ProblemType TAKEN = new ProblemType("name-taken", 409, "The name is taken", "Choose <another> one.");

    record Thing(String name, @Nullable Integer size) {}

    static final class NameTakenException extends ProblemException {
        NameTakenException() {
            super(TAKEN, "choose another name");
        }
    }

    final PinnedClock clock = new PinnedClock(Instant.parse("2026-01-31T12:00:00Z"));
    final HikariDataSource dataSource = PostgresForTests.newDataSource();
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final AtomicInteger handled = new AtomicInteger();
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final CountDownLatch waiting = new CountDownLatch(1);
    final ApiKeys keys;
    final WebEdge edge;
    private final DisposableServer server;

    SampleServer() {
        this(4);
    }

    /// @param ofOne requests of one client at once, of four in all
    SampleServer(int ofOne) {
        WebSchema.SCHEMA.migrate(dataSource);
        WebSchema.SCHEMA.migrate(dataSource); // safe to run twice
        keys = new ApiKeys(dataSource, clock);
        WebProperties properties = new WebProperties(
                null,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(4),
                4,
                2,
                ofOne,
                2,
                DataSize.ofMegabytes(8),
                DataSize.ofMegabytes(16),
                List.of("127.0.0.1", "::1"),
                List.of("127.0.0.1"),
                60,
                Duration.ofHours(24),
                List.of("openapi.json"));
        edge = new WebEdge(properties, List.of(routes()), keys, dataSource, clock, Marking.NONE, _ -> false);
        server = HttpServer.create()
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(edge.httpHandler()))
                .bindNow();
    }

    private Routes routes() {
        Terms writer = Terms.roles(Role.WRITER);
        return new Routes()
                .post(
                        "/p/{name}",
                        Terms.page(),
                        request -> Answer.bytes(
                                422,
                                "text/html",
                                (request.neighbourhood() + request.form().all("said"))
                                        .getBytes(StandardCharsets.UTF_8)))
                .post("/v1/clients/{client}/things", writer, this::make)
                .put("/v1/clients/{client}/things/{thing}", writer, request -> {
                    request.requireIfMatch("v1");
                    return Answer.noContent();
                })
                .get("/v1/clients/{client}/things", Terms.roles(Role.READER).pages(Object.class), this::list)
                .get(
                        "/v1/clients/{client}/things/{thing}",
                        Terms.roles(Role.READER, Role.AUDITOR),
                        request -> Answer.ok(new Thing(request.path("thing"), null))
                                .etag("v1"))
                .post(
                        "/v1/clients/{client}/keys",
                        writer.withSecretAnswer(),
                        _ -> Answer.created(new Thing("secret-" + handled.incrementAndGet(), null)))
                .post("/v1/clients/{client}/taken", writer, _ -> {
                    handled.incrementAndGet();
                    throw new NameTakenException();
                })
                .post("/v1/clients/{client}/broken", writer, request -> {
                    handled.incrementAndGet();
                    throw new IllegalStateException(request.body(Thing.class).name());
                })
                .post("/v1/clients/{client}/slow", writer, _ -> {
                    waiting.countDown();
                    mayGoOn.await();
                    return Answer.noContent();
                })
                .postDeferred("/v1/clients/{client}/deferred", writer, request -> {
                    Thing thing = request.body(Thing.class);
                    return CompletableFuture.supplyAsync(() -> {
                        if (thing.name().equals("taken")) {
                            throw new NameTakenException();
                        }
                        return Answer.created(new Thing(thing.name(), handled.incrementAndGet()));
                    });
                })
                .get("/v1/clients/{client}/database", Terms.roles(Role.READER), _ -> {
                    throw new SQLException("gone", "57P01");
                })
                .get(
                        "/v1/clients/{client}/written",
                        Terms.roles(Role.READER),
                        _ -> Answer.written("text/plain", out -> {
                            for (int i = 0; i < 1000; i++) {
                                out.write("line\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                            }
                        }))
                .streaming(
                        "/v1/clients/{client}/imports",
                        writer.takesLines(Object.class).answersLines(null, Object.class),
                        (_, body) -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_NDJSON)
                                .body(BodyInserters.fromDataBuffers(importing(NdjsonLines.split(body, 1000)))))
                .problems(TAKEN);
    }

    private Answer make(ApiRequest request) {
        Thing thing = request.body(Thing.class);
        int number = handled.incrementAndGet();
        return Answer.created("/v1/clients/" + request.client() + "/things/" + number, new Thing(thing.name(), number))
                .orMinimal();
    }

    private Answer list(ApiRequest request) {
        int from = request.cursor().map(cursor -> (int) cursor.number(0)).orElse(0);
        List<Integer> rows = IntStream.range(from + 1, Math.min(from + 1 + request.limit() + 1, 121))
                .boxed()
                .toList();
        return Answer.ok(request.page(rows, row -> Cursor.of((long) row), row -> new Thing("t" + row, row)));
    }

    private static Flux<DataBuffer> importing(Flux<NdjsonLine> lines) {
        return lines.map(line -> switch (line) {
                    case NdjsonLine.Complete(long number, byte[] bytes) -> number + " " + outcome(bytes) + "\n";
                    case NdjsonLine.TooLong(long number, int _) -> number + " too long\n";
                })
                .map(line -> DefaultDataBufferFactory.sharedInstance.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static String outcome(byte[] bytes) {
        try {
            return StrictJson.read(bytes, Thing.class).name();
        } catch (InvalidBodyException e) {
            return e.errors().getFirst().pointer();
        }
    }

    String newKey(ClientId client, Role first, Role... more) {
        NewApiKey key = ApiKeys.generate();
        issue(ApiKeyId.random(), client, key, null, first, more);
        return key.secret();
    }

    void issue(ApiKeyId id, ClientId client, NewApiKey key, @Nullable Instant expires, Role first, Role... more) {
        try (Connection connection = dataSource.getConnection()) {
            ApiKeyRecord issued = ApiKeyRecord.issued(
                    id, client, "a key", EnumSet.of(first, more), key.sha256(), clock.instant(), expires);
            keys.insert(connection, issued);
            keys.insert(connection, issued); // rebuilding the view does it again
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    URI clientUri(String path) {
        return uri("/v1/clients/" + CLIENT + path);
    }

    HttpRequest.Builder to(URI uri, String token) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder post(String path, String token, String json) {
        return to(clientUri(path), token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return StrictJson.MAPPER.readTree(response.body());
    }

    @Override
    public void close() {
        mayGoOn.countDown();
        server.disposeNow();
        edge.close();
        keys.close();
        http.close();
        dataSource.close();
    }
}
