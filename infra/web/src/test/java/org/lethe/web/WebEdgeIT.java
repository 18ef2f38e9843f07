package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.web.SampleServer.CLIENT;
import static org.lethe.web.SampleServer.json;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lethe.contracts.ClientId;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebEdgeIT {
    private SampleServer sample;
    private String writer;
    private String reader;

    @BeforeAll
    void start() {
        sample = new SampleServer();
        writer = sample.newKey(CLIENT, Role.WRITER);
        reader = sample.newKey(CLIENT, Role.READER);
    }

    @AfterAll
    void stop() {
        sample.close();
    }

    /// What browsers and links bring along is passed over; where a request came from is what a known proxy says.
    @Test
    void aPageTakesItsFormAndNoMatterWhatElse() {
        HttpResponse<String> answer = sample.send(HttpRequest.newBuilder(sample.uri("/p/acme?utm_source=mail"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "image/*")
                .header("X-Forwarded-For", "198.51.100.1, 203.0.113.9")
                .POST(BodyPublishers.ofString("said=a+b&said=c")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("[-53, 0, 113, 9][a b, c]");
    }

    @Test
    void answersWithWhatEveryAnswerCarries() {
        // given
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        // when
        HttpResponse<String> response =
                sample.send(sample.post("/things", writer, "{\"name\":\"a\"}").header("traceparent", trace));

        // then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("name").asString()).isEqualTo("a");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Location")).startsWith("/v1/clients/" + CLIENT + "/things/");
        assertThat(header(response, "Request-Id")).hasSize(36);
        assertThat(header(response, "traceparent"))
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01")
                .isNotEqualTo(trace);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void leavesTheBodyOutForWhoPrefersSo() {
        HttpResponse<String> response =
                sample.send(sample.post("/things", writer, "{\"name\":\"a\"}").header("Prefer", "return=minimal"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Preference-Applied")).isEqualTo("return=minimal");
    }

    @Test
    void letsNobodyInWithoutAValidKey() {
        URI uri = sample.clientUri("/things");
        List<HttpRequest.Builder> requests = List.of(
                HttpRequest.newBuilder(uri),
                HttpRequest.newBuilder(uri).header("Authorization", "Basic YTpi"),
                sample.to(uri, "lth_nonsense"),
                sample.to(uri, ApiKeys.generate().secret()));

        for (HttpRequest.Builder request : requests) {
            HttpResponse<String> response = sample.send(request);
            expectProblem(response, 401, "unauthenticated");
            assertThat(header(response, "WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void hidesOtherClientsAndTellsOfMissingRoles() {
        String stranger = sample.newKey(ClientId.random(), Role.WRITER);
        String platform = sample.newKey(ClientId.PLATFORM, Role.PLATFORM_ADMIN, Role.WRITER);

        expectProblem(sample.send(sample.post("/things", stranger, "{}")), 404, "not-found");
        expectProblem(sample.send(sample.to(sample.clientUri("/things"), stranger)), 404, "not-found");
        expectProblem(sample.send(sample.to(sample.uri("/v1/clients/nonsense/things"), reader)), 404, "not-found");
        expectProblem(sample.send(sample.post("/things", reader, "{}")), 403, "forbidden");
        assertThat(sample.send(sample.post("/things", platform, "{\"name\":\"a\"}"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        HttpResponse<String> field = sample.send(sample.post("/things", writer, "{\"name\":\"a\",\"x\":\"canary\"}"));
        expectProblem(field, 400, "invalid-body");
        assertThat(json(field).get("errors").get(0).get("pointer").asString()).isEqualTo("/x");
        assertThat(field.body()).doesNotContain("canary");

        HttpResponse<String> query = sample.send(sample.to(sample.clientUri("/things?limt=canary"), reader));
        expectProblem(query, 400, "invalid-parameter");
        assertThat(json(query).get("errors").get(0).get("pointer").asString()).isEqualTo("?limt");
        assertThat(query.body()).doesNotContain("canary");

        expectProblem(
                sample.send(sample.to(sample.clientUri("/things?limit=1&limit=2"), reader)), 400, "invalid-parameter");
        expectProblem(sample.send(sample.to(sample.clientUri("/things?limit=201"), reader)), 400, "invalid-parameter");
        expectProblem(sample.send(sample.to(sample.clientUri("/things?cursor=x"), reader)), 400, "invalid-parameter");
        expectProblem(sample.send(sample.to(sample.uri("/v1/nowhere"), reader)), 404, "not-found");
        expectProblem(sample.send(sample.to(sample.uri("/nowhere"), reader)), 404, "not-found");
    }

    @Test
    void tellsMethodsAndFormats() {
        HttpResponse<String> method =
                sample.send(sample.to(sample.clientUri("/things"), reader).DELETE());
        expectProblem(method, 405, "method-not-allowed");
        assertThat(header(method, "Allow")).isEqualTo("GET, HEAD, POST");

        expectProblem(
                sample.send(sample.to(sample.clientUri("/things"), reader).header("Accept", "image/png")),
                406,
                "not-acceptable");
        assertThat(sample.send(sample.to(sample.clientUri("/things"), reader)
                                .header("Accept", "text/html, application/json;q=0.5"))
                        .statusCode())
                .isEqualTo(200);
        expectProblem(
                sample.send(sample.to(sample.clientUri("/things"), writer)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"name\":\"a\"}"))),
                415,
                "unsupported-media-type");
        expectProblem(
                sample.send(sample.post("/things", writer, "{}").header("Content-Encoding", "br")),
                415,
                "unsupported-media-type");
    }

    @Test
    void refusesLargeBodies() throws IOException {
        String large = "{\"name\":\"" + "x".repeat(10_000_000) + "\"}";

        expectProblem(sample.send(sample.post("/things", writer, large)), 413, "body-too-large");
        expectProblem(
                sample.send(sample.to(sample.clientUri("/things"), writer)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(
                                BodyPublishers.ofByteArray(new byte[2_000_000])))), // chunked: no length told
                413,
                "body-too-large");
        expectProblem(
                sample.send(sample.to(sample.clientUri("/things"), writer)
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(large)))),
                413,
                "body-too-large");
    }

    @Test
    void inflatesBodies() throws IOException {
        HttpResponse<String> response = sample.send(sample.to(sample.clientUri("/things"), writer)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip("{\"name\":\"packed\"}"))));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("name").asString()).isEqualTo("packed");
    }

    @Test
    void refusesWhatFollowsGzipWhicheverRouteReadsIt() throws IOException {
        byte[] packed = gzip("{\"name\":\"packed\"}");
        byte[] followed = Arrays.copyOf(packed, packed.length + 20);

        HttpResponse<String> whole = sample.send(sample.to(sample.clientUri("/things"), writer)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(followed)));
        HttpResponse<String> streamed = sample.send(imports(followed).header("Content-Encoding", "gzip"));

        for (HttpResponse<String> refused : List.of(whole, streamed)) {
            expectProblem(refused, 400, "invalid-body");
            assertThat(refused.body()).contains("well-formed gzip");
        }
    }

    @Test
    void takesNoBodyForNothingAndAnEmptyOneForNoGzip() {
        HttpResponse<String> none = sample.send(imports(new byte[0]).header("Content-Encoding", "gzip"));
        HttpResponse<String> empty = sample.send(sample.to(sample.clientUri("/imports"), writer)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofInputStream(InputStream::nullInputStream))); // its length isn't known: chunked

        assertThat(none.statusCode()).isEqualTo(200);
        expectProblem(empty, 400, "invalid-body");
        assertThat(empty.body()).contains("well-formed gzip");
    }

    @Test
    void answersLineByLine() throws IOException {
        // given
        String lines = "{\"name\":\"a\"}\n\nnot json\n{\"name\":\"" + "x".repeat(2000)
                + "\"}\r\n{\"nam\":1}\n{\"name\":\"z\"}";
        String expected = "1 a\n3 \n4 too long\n5 /name\n6 z\n";

        // when
        HttpResponse<String> plain = sample.send(imports(lines.getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> packed = sample.send(imports(gzip(lines)).header("Content-Encoding", "gzip"));

        // then
        assertThat(plain.body()).isEqualTo(expected);
        assertThat(packed.body()).isEqualTo(expected);
        expectProblem(sample.send(sample.post("/imports", writer, "{}")), 415, "unsupported-media-type");
        for (int i = 0; i < 5; i++) { // more than may run at once: each gives its place back
            assertThat(sample.send(imports(new byte[0])).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pagesThroughAList() {
        List<Integer> seen = new ArrayList<>();
        URI next = sample.clientUri("/things?limit=50");
        while (next != null) {
            JsonNode page = json(sample.send(sample.to(next, reader)));
            page.get("items").forEach(item -> seen.add(item.get("size").asInt()));
            next = page.has("next") ? URI.create(page.get("next").asString()) : null;
            assertThat(next == null || next.isAbsolute()).isTrue();
        }
        assertThat(seen).hasSize(120).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void theNextPageIsNeverWhereTheHostHeaderSays() throws IOException {
        URI page = sample.clientUri("/things?limit=50");
        try (Socket socket = new Socket("127.0.0.1", page.getPort())) {
            String request = "GET " + page.getRawPath() + "?limit=50 HTTP/1.1\r\nHost: elsewhere.example\r\n"
                    + "X-Forwarded-Host: elsewhere.example\r\nAuthorization: Bearer " + reader
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .contains("\"next\":\"http://127.0.0.1:" + page.getPort() + page.getRawPath() + "?limit=50&cursor=")
                    .doesNotContain("elsewhere");
        }
    }

    @Test
    void leadsFromTheRootToTheDocs() {
        HttpResponse<String> answer = sample.send(HttpRequest.newBuilder(sample.uri("/")));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("/docs");
    }

    @Test
    void guardsChangesByEntityTag() {
        URI thing = sample.clientUri("/things/7");
        HttpResponse<String> read = sample.send(sample.to(thing, reader));

        assertThat(header(read, "ETag")).isEqualTo("\"v1\"");
        assertThat(sample.send(sample.to(thing, reader).header("If-None-Match", "W/\"v1\""))
                        .statusCode())
                .isEqualTo(304);
        assertThat(sample.send(sample.to(thing, writer)
                                .header("If-Match", "\"v1\"")
                                .PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        expectProblem(sample.send(sample.to(thing, writer).PUT(BodyPublishers.noBody())), 428, "precondition-required");
        expectProblem(
                sample.send(
                        sample.to(thing, writer).header("If-Match", "\"v0\"").PUT(BodyPublishers.noBody())),
                412,
                "precondition-failed");
        HttpResponse<String> head = sample.send(sample.to(thing, reader).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void tellsFaultsFromUnavailability() {
        HttpResponse<String> fault = sample.send(sample.post("/broken", writer, "{\"name\":\"canary\"}"));
        expectProblem(fault, 500, "internal-error");
        assertThat(fault.body()).doesNotContain("canary");

        HttpResponse<String> gone = sample.send(sample.to(sample.clientUri("/database"), reader));
        expectProblem(gone, 503, "unavailable");
        assertThat(header(gone, "Retry-After")).isNotNull();

        expectProblem(sample.send(sample.post("/taken", writer, "{}")), 409, "name-taken");
    }

    @Test
    void shedsWhatIsTooMuch() throws Exception {
        try (SampleServer busy = new SampleServer()) {
            // given as many requests as may run at once
            String key = busy.newKey(CLIENT, Role.WRITER);
            assertThat(busy.send(busy.post("/things", key, "{\"name\":\"a\"}")).statusCode())
                    .isEqualTo(201);
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(busy.http.sendAsync(
                        busy.post("/slow", key, "{}").build(), HttpResponse.BodyHandlers.ofString()));
            }
            Awaitility.await().until(() -> inFlight(busy) == 4);

            // when
            HttpResponse<String> shed = busy.send(busy.post("/things", key, "{\"name\":\"a\"}"));

            // then
            expectProblem(shed, 503, "overloaded");
            assertThat(header(shed, "Retry-After")).isEqualTo("1");
            busy.mayGoOn.countDown();
            for (CompletableFuture<HttpResponse<String>> one : running) {
                assertThat(one.get(10, java.util.concurrent.TimeUnit.SECONDS).statusCode())
                        .isEqualTo(204);
            }
            assertThat(busy.send(busy.post("/things", key, "{\"name\":\"a\"}")).statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void givesThePlaceOfACallerWhoWentAwayBackWhenTheWorkIsDone() {
        try (SampleServer busy = new SampleServer()) {
            // given
            String key = busy.newKey(CLIENT, Role.WRITER);
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                running.add(busy.http.sendAsync(
                        busy.post("/slow", key, "{}").build(), HttpResponse.BodyHandlers.ofString()));
            }
            Awaitility.await().until(() -> inFlight(busy) == 3);

            // when
            running.forEach(one -> one.cancel(true));
            busy.mayGoOn.countDown();

            // then
            Awaitility.await().until(() -> inFlight(busy) == 0);
        }
    }

    @Test
    void oneClientTakesNoMoreThanItsShare() throws Exception {
        try (SampleServer busy = new SampleServer(2)) {
            // given a client with as many requests under way as it may have
            ClientId neighbour = ClientId.random();
            String key = busy.newKey(CLIENT, Role.WRITER);
            String again = busy.newKey(CLIENT, Role.WRITER);
            String others = busy.newKey(neighbour, Role.WRITER);
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(busy.http.sendAsync(
                        busy.post("/slow", key, "{}").build(), HttpResponse.BodyHandlers.ofString()));
            }
            Awaitility.await().until(() -> inFlight(busy) == 2);

            // when
            HttpResponse<String> more = busy.send(busy.post("/things", again, "{\"name\":\"a\"}"));
            HttpResponse<String> other = busy.send(busy.to(busy.uri("/v1/clients/" + neighbour + "/things"), others)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"a\"}")));

            // then
            expectProblem(more, 503, "overloaded");
            assertThat(header(more, "Retry-After")).isEqualTo("1");
            assertThat(other.statusCode()).isEqualTo(201);
            busy.mayGoOn.countDown();
            for (CompletableFuture<HttpResponse<String>> one : running) {
                assertThat(one.get(10, java.util.concurrent.TimeUnit.SECONDS).statusCode())
                        .isEqualTo(204);
            }
            assertThat(busy.send(busy.post("/things", again, "{\"name\":\"a\"}"))
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void takesAnEmptyAcceptForAnything() throws IOException {
        String answer =
                raw("GET /v1/clients/" + CLIENT + "/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept:\r\n"
                        + "Authorization: Bearer " + reader + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesBeforeItAsksForTheBody() throws IOException {
        String answer = raw("POST /v1/clients/" + CLIENT + "/things HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n"
                + "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
    }

    /// Everything that comes until the server ends the connection.
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", sample.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double inFlight(SampleServer server) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        server.edge.bindTo(registry);
        return registry.get("lethe.web.requests.in_flight").gauge().value();
    }

    @Test
    void answersLaterAsItWouldAtOnce() {
        HttpResponse<String> made = sample.send(sample.post("/deferred", writer, "{\"name\":\"a\"}"));

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).startsWith("{\"name\":\"a\"");
        expectProblem(sample.send(sample.post("/deferred", writer, "{\"name\":\"taken\"}")), 409, "name-taken");
        expectProblem(sample.send(sample.post("/deferred", writer, "{\"name\":")), 400, "invalid-body");
        expectProblem(
                sample.send(sample.post("/deferred", writer, "no gzip").header("Content-Encoding", "gzip")),
                400,
                "invalid-body");
    }

    @Test
    void timesEachRouteUnderItsTemplate() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        sample.edge.bindTo(registry);

        sample.send(sample.post("/taken", writer, "{}"));

        assertThat(registry.get("lethe.web.requests")
                        .tags("method", "POST", "route", "/v1/clients/{client}/taken", "status", "409")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void writesALongAnswerBitByBit() {
        HttpResponse<String> response =
                sample.send(sample.to(sample.clientUri("/written"), reader).header("Accept", "*/*"));

        assertThat(response.body()).hasSize(5000);
    }

    @Test
    void opensAPageForEveryProblemType() {
        List<ProblemType> all = new ArrayList<>(WebProblems.ALL);
        all.add(SampleServer.TAKEN);
        String index =
                sample.send(HttpRequest.newBuilder(sample.uri("/problems"))).body();

        for (ProblemType type : all) {
            HttpResponse<String> page = sample.send(HttpRequest.newBuilder(sample.uri(type.path())));
            assertThat(page.statusCode()).as(type.slug()).isEqualTo(200);
            assertThat(page.body()).contains(type.slug()).doesNotContain("<another>");
            assertThat(index).contains(type.path());
        }
        expectProblem(sample.send(HttpRequest.newBuilder(sample.uri("/problems/none"))), 404, "not-found");
    }

    @Test
    void servesItsDocumentationWithoutTheNetwork() {
        HttpResponse<String> page =
                sample.send(HttpRequest.newBuilder(sample.uri("/docs")).header("Accept", "text/html"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("http://", "https://").doesNotContainPattern("<script>");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'none'");

        for (String file : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"}) {
            assertThat(page.body()).contains(file);
            assertThat(sample.send(HttpRequest.newBuilder(sample.uri("/docs/" + file))
                                    .header("Accept", "*/*"))
                            .statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
        assertThat(json(sample.send(HttpRequest.newBuilder(sample.uri("/v1/openapi.json"))))
                        .get("openapi")
                        .asString())
                .startsWith("3.");
    }

    @Test
    void listsEveryRouteWithItsRoles() {
        assertThat(sample.edge.routes())
                .anySatisfy(route -> {
                    assertThat(route.method()).isEqualTo("GET");
                    assertThat(route.path()).isEqualTo("/v1/clients/{client}/things/{thing}");
                    assertThat(route.roles()).containsExactly(Role.READER, Role.AUDITOR);
                })
                .filteredOn(route -> route.path().startsWith("/v1/clients"))
                .allSatisfy(route -> assertThat(route.roles()).isNotEmpty());
    }

    private HttpRequest.Builder imports(byte[] body) {
        return sample.to(sample.clientUri("/imports"), writer)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body));
    }

    static void expectProblem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.get("type").asString()).isEqualTo("/problems/" + slug);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("request_id").asString()).isEqualTo(header(response, "Request-Id"));
        assertThat(problem.has("title") && problem.has("detail")).isTrue();
        assertThat(header(response, "traceparent")).isNotNull();
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
