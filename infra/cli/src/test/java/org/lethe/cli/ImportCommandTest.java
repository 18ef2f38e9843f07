package org.lethe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.cli.api.Api;
import tools.jackson.databind.JsonNode;

/// What `lethe import` reads, says and sends, against a server that takes every line.
class ImportCommandTest {
    private static final String ACME = "019a8f00-0000-7000-8000-000000000001";
    private static final String TWIN = "019a8f00-0000-7000-8000-000000000002";
    private static final String OTHER_TWIN = "019a8f00-0000-7000-8000-000000000003";
    private static final String NEW = "019a8f00-0000-7000-8000-000000000004";
    private static final String CLIENTS = """
            {"items": [{"client_id": "%s", "name": "Café Acme"}, {"client_id": "%s", "name": "Twin"},
                       {"client_id": "%s", "name": "Twin"}]}""".formatted(ACME, TWIN, OTHER_TWIN);

    private static final String OLD = "2016-01-26T04:01:56Z";
    private static final String DUE = "{\"line\":1,\"messages\":0,\"status\":\"failed\",\"error\":{\"type\":"
            + "\"/problems/due-on-arrival\",\"status\":422,\"detail\":\"due\",\"errors\":[]}}";

    private final Terminal terminal = new Terminal();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String result = "{\"line\":1,\"messages\":1,\"status\":\"ok\"}";

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(folder.resolve("operator.token"), "lth_none\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().getPath();
            String query = exchange.getRequestURI().getRawQuery();
            boolean accepted = query != null && query.contains("accept_due=true");
            asked.add(exchange.getRequestMethod() + " " + path + " " + body);
            String answer;
            if (path.endsWith("/transcripts")) {
                long lines = body.lines().count();
                answer = body.lines()
                                .map(line -> !accepted && line.contains(OLD) ? DUE : result)
                                .collect(Collectors.joining("\n", "", "\n"))
                        + "{\"summary\":{\"lines\":" + lines + "}}\n";
            } else if (path.endsWith("/retention-schedule")) {
                answer = "{\"in_force\":{\"rules\":[{\"category\":\"default\",\"period\":\"P13M\"},"
                        + "{\"category\":\"visit\",\"channel\":\"web\",\"period\":\"P30D\"}]}}";
            } else if (exchange.getRequestMethod().equals("POST")) {
                answer = "{\"client_id\":\"" + NEW + "\"}";
            } else {
                answer = path.equals("/v1/clients")
                        ? CLIENTS
                        : "{\"client_id\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\",\"name\":\"Twin\"}";
            }
            exchange.sendResponseHeaders(200, answer.getBytes(UTF_8).length);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
        }
    }

    private static String line(String brand) {
        return "{\"conversation\":\"c\",\"brand\":" + Api.JSON.writeValueAsString(brand)
                + ",\"channel\":\"web\",\"consumer\":{\"email\":\"kim@example.com\"},"
                + "\"messages\":[{\"from\":\"consumer\",\"at\":\"2026-01-26T04:01:56Z\",\"text\":\"Hi\"}]}";
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private JsonNode imported(int exit, byte[] file, String... more) throws IOException {
        Path path = Files.write(folder.resolve("lines"), file);
        String[] arguments = Stream.concat(
                        Stream.of("import", path.toString(), "--json", "--data", folder.toString(), "--url", url()),
                        Arrays.stream(more))
                .toArray(String[]::new);
        assertThat(terminal.run(arguments)).as(() -> terminal.err()).isEqualTo(exit);
        return terminal.out().isBlank() ? Api.JSON.createObjectNode() : Api.JSON.readTree(terminal.out());
    }

    private JsonNode imported(int exit, String lines, String... more) throws IOException {
        return imported(exit, lines.getBytes(UTF_8), more);
    }

    private List<String> registered() {
        return asked.stream()
                .filter(request -> request.startsWith("POST /v1/clients "))
                .toList();
    }

    @Test
    void refusesANameThatTwoClientsHaveAndTakesAnId() throws IOException {
        imported(1, line("x"), "--client", "Twin");

        assertThat(terminal.err()).contains("2 clients are called", TWIN, OTHER_TWIN);
        assertThat(asked).hasSize(1);

        imported(0, line("x"), "--client", OTHER_TWIN);

        assertThat(asked.getLast()).startsWith("POST /v1/clients/" + OTHER_TWIN + "/transcripts");
    }

    @Test
    void comparesNamesAsTheyAreRead() throws IOException {
        JsonNode report = imported(
                0,
                String.join(
                        "\n",
                        line("Café Acme"),
                        line(" Cafe\u0301 Acme\u00A0"),
                        line("\uFEFFCafé Acme\t"),
                        line(" New One"),
                        line("New One ")));

        assertThat(report.path("clients").size()).isEqualTo(2);
        assertThat(report.path("clients").path(0).path("client_id").asString()).isEqualTo(ACME);
        assertThat(registered()).hasSize(1);
        assertThat(registered().getFirst()).contains("\"New One\"");
    }

    @Test
    void registersAClientWithItsFirstGoodLineOnly() throws IOException {
        String numeric = line("Numeric").replace("\"c\"", "17");
        String mail = line("Mail").replace("kim@", "");

        JsonNode report =
                imported(1, String.join("\n", numeric, mail, line("Mail") + line("Mail"), "{\"brand\":\"B\"}"));

        assertThat(registered()).isEmpty();
        assertThat(report.path("failed").asInt()).isEqualTo(4);
        assertThat(report.path("failures").path(0).path("detail").asString())
                .contains("/conversation a string in quotes");
        assertThat(report.path("failures").path(1).path("detail").asString()).contains("/consumer/email");
        assertThat(report.path("failures").path(2).path("detail").asString()).contains("another one follows");

        imported(1, String.join("\n", mail, line("Mail")));

        assertThat(registered()).hasSize(1);
    }

    @Test
    void saysWhatABrandIsWhereItIsNone() throws IOException {
        JsonNode report = imported(
                1,
                String.join(
                        "\n",
                        line("x").replace("\"brand\":\"x\",", ""),
                        line("x").replace("\"brand\":\"x\"", "\"brand\":5"),
                        "no JSON at all"));

        assertThat(report.path("failures").path(0).path("detail").asString()).contains("no brand", "--client");
        assertThat(report.path("failures").path(1).path("detail").asString()).contains("/brand a string in quotes");
        assertThat(report.path("failures").path(2).path("detail").asString()).contains("well-formed JSON");
    }

    @Test
    void tellsWhatWentInOfAFileThatIsCutOff() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed, true)) {
            gzip.write((line("Café Acme") + "\n" + line("Café Acme") + "\n").getBytes(UTF_8));
            gzip.flush();
            gzip.write(line("Café Acme").getBytes(UTF_8));
        }

        JsonNode report = imported(1, Arrays.copyOf(packed.toByteArray(), packed.size() - 12));

        assertThat(report.path("imported").asInt()).isEqualTo(2);
        assertThat(report.path("stopped").asString()).contains("beyond line 2", "gzip", "go on with line 3");
        assertThat(terminal.err()).contains("go on with line 3").doesNotContain("Exception");
    }

    @Test
    void countsALineOfWhichSomeWasTakenAsFailed() throws IOException {
        result = "{\"line\":1,\"messages\":2,\"status\":\"partial\",\"error\":{\"type\":\"/problems/invalid-body\","
                + "\"status\":400,\"detail\":\"x\",\"errors\":[{\"pointer\":\"/messages/1/text\",\"detail\":\"a text\"}]}}";

        JsonNode report = imported(1, line("Café Acme"));

        assertThat(report.path("failed").asInt()).isEqualTo(1);
        assertThat(report.path("messages").asInt()).isEqualTo(2);
        assertThat(report.path("failures").path(0).path("detail").asString())
                .isEqualTo("2 messages were recorded, and not all; /messages/1/text a text");
    }

    private int imports(String... more) throws IOException {
        Path path = Files.writeString(
                folder.resolve("lines"),
                line("Café Acme") + "\n" + line("Café Acme").replace("2026-01-26T04:01:56Z", OLD) + "\n");
        asked.clear();
        return terminal.run(Stream.concat(
                        Stream.of("import", path.toString(), "--data", folder.toString(), "--url", url()),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private List<String> sent() {
        return asked.stream()
                .filter(request -> request.contains("/transcripts "))
                .toList();
    }

    @Test
    void saysWhoseScheduleMakesHowMuchDueAndAsks() throws IOException {
        // when nobody wants it
        terminal.typing("n");
        assertThat(imports()).isEqualTo(1);

        // then
        assertThat(terminal.err())
                .contains("1 lines of Café Acme", "due already (default=P13M visit/web=P30D)", "--retention", "[y/N]");
        assertThat(sent()).hasSize(1);

        // when somebody does
        terminal.typing("y");
        assertThat(imports()).isZero();

        // then that line alone is sent again
        assertThat(sent()).hasSize(2);
        assertThat(sent().getLast().lines()).singleElement().asString().contains(OLD);
    }

    @Test
    void leavesOutWhatIsDueWhereNobodyCanBeAsked() throws IOException {
        assertThat(imports()).isEqualTo(1);
        assertThat(terminal.err()).contains("--accept-due");
        assertThat(sent()).hasSize(1);

        assertThat(imports("--accept-due")).isZero();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void reportsWhatIsDueToPrograms() throws IOException {
        JsonNode report = imported(1, line("Café Acme").replace("2026-01-26T04:01:56Z", OLD));

        assertThat(report.path("due").asInt()).isEqualTo(1);
        assertThat(report.at("/clients/0/schedule").asString()).isEqualTo("default=P13M visit/web=P30D");
    }

    @Test
    void givesANewBrandItsPeriod() throws IOException {
        imported(0, line("New"), "--retention", "P7Y");

        assertThat(registered()).singleElement().asString().contains("\"period\":\"P7Y\"");
    }

    @Test
    void refusesAWrongFileForWhatItIs() throws IOException {
        imported(1, "[" + line("Café Acme") + "]");

        assertThat(terminal.err()).contains("JSON array", "jq -c '.[]'", "one JSON object a line");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhatADayIs() {
        assertThat(terminal.run(
                        "hold", "place", "--client", "Twin", "--matter", "m", "--reason", "r", "--from", "2026-04-31"))
                .isEqualTo(2);

        assertThat(terminal.err())
                .contains("'2026-04-31' is no day of the calendar")
                .doesNotContain("Exception");
    }
}
