package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;

/// Whatever comes in, the answer is a problem document that says where and never repeats what was sent.
class BadInputIT {
    private static final String OFFENDING = "Offending4711";
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;
    private static String conversation;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Strict");
        token = brand.all();
        conversation = brand.conversation(token, "strict@example.com");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply refusedBody(Reply reply, String pointer) {
        reply.refused(400, "invalid-body");
        assertThat(reply.pointers()).as(reply.body()).containsExactly(pointer);
        assertThat(reply.body()).doesNotContainIgnoringCase(OFFENDING);
        return reply;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"from\":\"consumer\"                                               | ``",
                "[]                                                                   | ``",
                "null                                                                 | ``",
                "\"Offending4711\"                                                    | ``",
                "{\"from\":\"consumer\",\"text\":\"a\"} {\"Offending4711\":1}         | ``",
                "{\"from\":\"consumer\"}                                              | /text",
                "{\"from\":\"consumer\",\"text\":null}                                | /text",
                "{\"from\":\"consumer\",\"text\":\"\"}                                | /text",
                "{\"from\":\"consumer\",\"text\":4711}                                | /text",
                "{\"from\":\"consumer\",\"text\":[\"Offending4711\"]}                 | /text",
                "{\"from\":\"Offending4711\",\"text\":\"a\"}                          | /from",
                "{\"from\":0,\"text\":\"a\"}                                          | /from",
                "{\"from\":\"consumer\",\"text\":\"a\",\"sent_at\":\"Offending4711\"} | /sent_at",
                "{\"from\":\"consumer\",\"text\":\"a\",\"sent_at\":1795212000}        | /sent_at",
                "{\"from\":\"consumer\",\"text\":\"a\",\"sent_at\":\"2099-01-01T00:00:00Z\"} | /sent_at",
                "{\"from\":\"consumer\",\"text\":\"a\",\"sent_at\":\"1969-01-01T00:00:00Z\"} | /sent_at",
                "{\"from\":\"consumer\",\"text\":\"a\",\"message_id\":\"\"}           | /message_id",
                "{\"from\":\"consumer\",\"text\":\"a\",\"author\":\"\"}               | /author",
                "{\"from\":\"consumer\",\"text\":\"Offending4711\",\"subject\":\"b\"} | /subject",
                "{\"from\":\"consumer\",\"text\":\"Offending4711\",\"text\":\"b\"}    | ``"
            })
    void aBadMessageIsRefusedWithAPointer(String body, String pointer) {
        refusedBody(server.post(conversation + "/messages", token, body), pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"consumer\":{}}                                                        | /channel",
                "{\"channel\":\"web\"}                                                    | /consumer",
                "{\"channel\":\"Offending4711\",\"consumer\":{}}                          | /channel",
                "{\"channel\":\"operator\",\"consumer\":{}}                               | /channel",
                "{\"channel\":\"direct\",\"consumer\":{}}                                 | /channel",
                "{\"channel\":\"web\",\"consumer\":{\"email\":\"Offending4711\"}}         | /consumer/email",
                "{\"channel\":\"web\",\"consumer\":{\"phone\":\"Offending4711\"}}         | /consumer/phone",
                "{\"channel\":\"web\",\"consumer\":{\"e_mail\":\"Offending4711\"}}        | /consumer/e_mail",
                "{\"channel\":\"web\",\"consumer\":{},\"visit\":{\"ip\":\"Offending4711\"}} | /visit/ip",
                "{\"channel\":\"web\",\"consumer\":{},\"visit\":\"Offending4711\"}        | /visit",
                "{\"channel\":\"web\",\"consumer\":{},\"opened_at\":\"Offending4711\"}    | /opened_at",
                "{\"channel\":\"web\",\"consumer\":{},\"message_id\":\"\"}                | /message_id"
            })
    void aBadConversationIsRefusedWithAPointer(String body, String pointer) {
        refusedBody(server.post(brand.path + "/conversations", token, body), pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\" \",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"default\",\"period\":\"P1D\"}]}} | /name",
                "{\"name\":\"n\",\"region\":\"eu\"}                                                     | /retention",
                "{\"name\":\"n\",\"region\":\"eu\",\"retention\":{\"rules\":[]}}                        | /retention/rules",
                "{\"name\":\"n\",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"Offending4711\",\"period\":\"P1D\"}]}} | /retention/rules/0/category",
                "{\"name\":\"n\",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"default\",\"period\":\"Offending4711\"}]}} | /retention/rules/0/period",
                "{\"name\":\"n\",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"default\",\"period\":\"P0D\"}]}} | /retention/rules/0/period",
                "{\"name\":\"n\",\"region\":\"eu\",\"retention\":{\"rules\":[{\"category\":\"messages\",\"period\":\"P1D\"}]}} | /retention/rules"
            })
    void aBadClientIsRefusedWithAPointer(String body, String pointer) {
        refusedBody(server.post("/v1/clients", server.platform, body), pointer);
    }

    @Test
    void textHasAnEndAtThirtyTwoKibibytes() {
        server.post(conversation + "/messages", token, message("x".repeat(32 * 1024)))
                .is(201);
        refusedBody(server.post(conversation + "/messages", token, message("x".repeat(32 * 1024 + 1))), "/text");
        refusedBody(server.post(conversation + "/messages", token, message("ü".repeat(16 * 1024 + 1))), "/text");
    }

    private static String message(String text) {
        return "{\"from\":\"consumer\",\"text\":\"" + text + "\"}";
    }

    @Test
    void takesNoNulNoLoneSurrogateAndNoInvalidUtf8() {
        for (String text : List.of(OFFENDING + "\\u0000", OFFENDING + "\\ud800", OFFENDING + "\0")) {
            Reply reply = server.post(conversation + "/messages", token, message(text))
                    .refused(400, "invalid-body");
            assertThat(reply.body()).doesNotContain(OFFENDING);
        }
        byte[] bytes = message(OFFENDING + "??").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xC3;
        Reply reply = bytes(conversation + "/messages", bytes, "application/json");
        refusedBody(reply, "");
    }

    private static Reply bytes(String path, byte[] body, String type) {
        return server.exchange(
                HttpRequest.newBuilder(server.uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                null);
    }

    @Test
    void aBodyOfTenMegabytesIsTooLarge() {
        bytes(
                        conversation + "/messages",
                        message("x".repeat(10_000_000)).getBytes(StandardCharsets.UTF_8),
                        "application/json")
                .refused(413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/json;charset=iso-8859-1", "application/jsonp"})
    void anotherContentTypeIsNotRead(String type) {
        bytes(conversation + "/messages", message("a").getBytes(StandardCharsets.UTF_8), type)
                .refused(415, "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, ?limit",
        "limit=201, ?limit",
        "limit=Offending4711, ?limit",
        "limit=1&limit=2, ?limit",
        "cursor=Offending4711, ?cursor",
        "from=Offending4711, ?from",
        "consumer_id=Offending4711, ?consumer_id",
        "channel=Offending4711, ?channel",
        "page=Offending4711, ?page"
    })
    void aBadQueryParameterIsRefusedByName(String query, String pointer) {
        Reply reply = server.get(brand.path + "/conversations?" + query, token).refused(400, "invalid-parameter");

        assertThat(reply.pointers()).containsExactly(pointer);
        assertThat(reply.body()).doesNotContain(OFFENDING);
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatIsTakesItsOwnMethodsOnly() {
        server.get("/v1/" + OFFENDING, token).refused(404, "not-found");
        server.get(brand.path + "/conversations/" + OFFENDING, token).refused(404, "not-found");
        Reply reply = server.delete(brand.path + "/conversations", token).refused(405, "method-not-allowed");
        assertThat(reply.http().headers().firstValue("Allow").orElse("")).contains("GET", "POST");
        assertThat(server.refusals).isNotEmpty().noneMatch(refusal -> refusal.contains(OFFENDING));
    }

    @Test
    void aBadPurposeIsRefusedAndNotRepeated() {
        Reply reply = server.get(conversation + "/transcript", token, "Lethe-Purpose", "4" + OFFENDING)
                .refused(400, "invalid-header");

        assertThat(reply.body()).doesNotContain(OFFENDING);
    }
}
