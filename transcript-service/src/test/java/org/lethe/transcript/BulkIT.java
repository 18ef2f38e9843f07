package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

class BulkIT {
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Imports");
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String line(String conversation, int messages) {
        StringBuilder line = new StringBuilder("{\"conversation\":\"" + conversation
                + "\",\"brand\":\"b\",\"channel\":\"web\",\"consumer\":{\"email\":\"" + conversation
                + "@example.com\"},\"agent\":\"Sam\",\"messages\":[");
        for (int i = 0; i < messages; i++) {
            line.append(i == 0 ? "" : ",")
                    .append("{\"from\":\"")
                    .append(i % 2 == 0 ? "consumer" : "agent")
                    .append("\",\"at\":\"2026-11-19T10:00:0")
                    .append(i)
                    .append("Z\",\"text\":\"line ")
                    .append(i)
                    .append("\"}");
        }
        return line.append("]}").toString();
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(server.uri(brand.path + "/transcripts"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson");
    }

    private static List<JsonNode> lines(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().map(TranscriptServer.JSON::readTree).toList();
    }

    private static List<JsonNode> send(byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = request();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return lines(server.http.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void twoFirstSightsOfOnePersonLoseNothing() throws Exception {
        // given two lines of one window, the second of which knows more
        String first = line("sight-1", 1)
                .replaceAll("\"consumer\":\\{[^}]*}", "\"consumer\":{\"email\":\"sight@example.com\"}");
        String second = line("sight-2", 1)
                .replaceAll(
                        "\"consumer\":\\{[^}]*}",
                        "\"consumer\":{\"email\":\"sight@example.com\",\"phone\":\"+31612340000\"}");

        // when
        List<JsonNode> results = send((first + "\n" + second).getBytes(StandardCharsets.UTF_8));

        // then one consumer, and the log says that the phone was told too
        assertThat(results.getLast().at("/summary/ok").asInt()).isEqualTo(2);
        String consumer = server.post(brand.path + "/consumers/lookup", token, "{\"phone\":\"+31612340000\"}")
                .is(200)
                .text("consumer_id");
        List<String> told =
                server.log.read(new Tag("consumer", consumer), List.of("ConsumerIdentifiersLinked")).stream()
                        .map(event -> new String(event.facts(), StandardCharsets.UTF_8))
                        .toList();
        assertThat(String.join(" ", told)).contains("email", "phone");
        assertThat(server.log.read(new Tag("consumer", consumer), List.of("ConsumerIdentified")))
                .hasSize(1);
    }

    @Test
    void aNameIsRecordedWithTheFirstLineThatTellsIt() throws Exception {
        // given
        String known = "\"consumer\":{\"email\":\"named@example.com\"}";
        String named = "\"consumer\":{\"email\":\"named@example.com\",\"name\":\"Nam\"}";
        send(line("named-1", 1).replaceAll("\"consumer\":\\{[^}]*}", known).getBytes(StandardCharsets.UTF_8));

        // when
        for (String conversation : List.of("named-2", "named-3", "named-2")) {
            send(line(conversation, 1)
                    .replaceAll("\"consumer\":\\{[^}]*}", named)
                    .getBytes(StandardCharsets.UTF_8));
        }

        // then
        String consumer = server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"named@example.com\"}")
                .is(200)
                .text("consumer_id");
        assertThat(server.log.read(new Tag("consumer", consumer), List.of("ConsumerIdentifiersLinked")))
                .hasSize(2);
    }

    @Test
    void aLineWithIdentifiersOfDifferentConsumersFailsAloneAndIsTakenOnceMended() throws Exception {
        // given
        String mail = line("taken-1", 1)
                .replaceAll("\"consumer\":\\{[^}]*}", "\"consumer\":{\"email\":\"taken-b@example.com\"}");
        String phone =
                line("taken-2", 1).replaceAll("\"consumer\":\\{[^}]*}", "\"consumer\":{\"phone\":\"+31612345603\"}");
        String both = line("taken-3", 2)
                .replaceAll(
                        "\"consumer\":\\{[^}]*}",
                        "\"consumer\":{\"email\":\"taken-b@example.com\",\"phone\":\"+31612345603\"}");
        String after = line("taken-4", 1);

        // when
        List<JsonNode> results =
                send(String.join("\n", mail, phone, both, after).getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(results.getLast().at("/summary/ok").asInt()).isEqualTo(3);
        JsonNode error = results.get(2).required("error");
        assertThat(error.required("type").asString()).endsWith("/problems/identifier-taken");
        assertThat(error.required("status").asInt()).isEqualTo(409);
        assertThat(error.at("/errors/0/pointer").asString()).isEqualTo("/consumer/phone");
        assertThat(error.toString()).doesNotContain("612345603", "taken-b");

        // when
        List<JsonNode> mended =
                send(both.replace(",\"phone\":\"+31612345603\"", "").getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(mended.getFirst().required("messages").asInt()).isEqualTo(2);
    }

    @Test
    void aBadLineFailsAloneAndResultsComeInOrder() throws Exception {
        // given
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Boolean> good = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = switch (i) {
                case 20 -> "{\"conversation\":".getBytes(StandardCharsets.UTF_8);
                case 40 -> line("mixed-40", 1).replace("\"brand\"", "\"brnd\"").getBytes(StandardCharsets.UTF_8);
                case 60 ->
                    line("mixed-60", 1)
                            .replace("line 0", "x".repeat(4 * 1024 * 1024))
                            .getBytes(StandardCharsets.UTF_8);
                case 80 -> invalidUtf8();
                case 100 ->
                    line("mixed-100", 1).replace("2026-11-19", "2099-11-19").getBytes(StandardCharsets.UTF_8);
                case 120 ->
                    line("mixed-120", 3)
                            .replace("2026-11-19T10:00:02", "2099-11-19T10:00:02")
                            .getBytes(StandardCharsets.UTF_8);
                case 140 -> line("mixed-140", 0).getBytes(StandardCharsets.UTF_8);
                case 160 ->
                    line("mixed-160", 1).replace("\"web\"", "\"Not A Channel\"").getBytes(StandardCharsets.UTF_8);
                default -> line("mixed-" + i, 3).getBytes(StandardCharsets.UTF_8);
            };
            good.add(i % 20 != 0 || i == 0 || i == 180);
            body.writeBytes(bytes);
            body.write('\n');
        }

        // when
        List<JsonNode> results = send(body.toByteArray());
        List<JsonNode> again = send(body.toByteArray());

        // then
        assertThat(results).hasSize(201);
        for (int i = 0; i < 200; i++) {
            JsonNode result = results.get(i);
            assertThat(result.required("line").asInt()).isEqualTo(i + 1);
            assertThat(result.required("status").asString())
                    .as(result.toString())
                    .isEqualTo(good.get(i) ? "ok" : "failed");
            if (!good.get(i)) {
                assertThat(result.at("/error/type").asString()).isEqualTo("/problems/invalid-body");
                assertThat(result.toString()).doesNotContain("Not A Channel", "2099", "xxxx");
            }
        }
        JsonNode summary = results.getLast().required("summary");
        assertThat(summary.required("lines").asInt()).isEqualTo(200);
        assertThat(summary.required("failed").asInt()).isEqualTo(8);
        long head = server.log.headPosition();
        assertThat(again.subList(0, 200))
                .filteredOn(result -> result.required("status").asString().equals("ok"))
                .hasSize(192)
                .allSatisfy(result -> {
                    assertThat(result.required("replayed").asBoolean()).isTrue();
                    assertThat(result.required("messages").asInt()).isZero();
                    int line = result.required("line").asInt();
                    assertThat(result.required("conversation_id"))
                            .isEqualTo(results.get(line - 1).required("conversation_id"));
                });
        send(body.toByteArray());
        assertThat(server.log.headPosition()).as("a further run adds nothing").isEqualTo(head);
    }

    private static byte[] invalidUtf8() {
        byte[] bytes = line("mixed-80", 1).getBytes(StandardCharsets.ISO_8859_1);
        bytes[bytes.length - 6] = (byte) 0xC3;
        return bytes;
    }

    @Test
    void takesGzipAndDoesWithoutAFinalNewline() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((line("zip-1", 2) + "\n" + line("zip-2", 2)).getBytes(StandardCharsets.UTF_8));
        }

        List<JsonNode> results = send(packed.toByteArray(), "Content-Encoding", "gzip");

        assertThat(results.getLast().at("/summary/ok").asInt()).isEqualTo(2);
    }

    @Test
    void answersWhileTheBodyIsStillOpen() throws Exception {
        // given a raw connection: the JDK's client reads no answer before its body is sent
        try (Socket socket = new Socket("localhost", server.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            write(
                    out,
                    "POST " + brand.path + "/transcripts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");

            // when one line is there and more may follow
            write(out, chunk(line("open-1", 1) + "\n"));

            // then
            assertThat(until(in, "open-1")).contains("\"status\":\"ok\"");
            write(out, chunk(line("open-2", 1) + "\n"));
            assertThat(until(in, "open-2")).contains("\"status\":\"ok\"");
            write(out, "0\r\n\r\n");
            assertThat(until(in, "summary")).contains("\"ok\":2");
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String until(BufferedReader in, String wanted) throws IOException {
        String line = in.readLine();
        while (line != null && !line.contains(wanted)) {
            line = in.readLine();
        }
        return line;
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void importedConversationsReadBack() throws Exception {
        JsonNode result =
                send(line("read-1", 4).getBytes(StandardCharsets.UTF_8)).getFirst();

        Reply transcript = server.get(
                        brand.path + "/conversations/"
                                + result.required("conversation_id").asString() + "/transcript",
                        token,
                        "Lethe-Purpose",
                        "test")
                .is(200);

        JsonNode messages = transcript.json().required("messages");
        assertThat(messages.valueStream()
                        .map(message -> message.required("text").asString()))
                .containsExactly("line 0", "line 1", "line 2", "line 3");
        assertThat(messages.get(1).required("author").asString()).isEqualTo("Sam");
        assertThat(transcript.text("closed_at")).isEqualTo("2026-11-19T10:00:03Z");
    }
}
