package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

/// What comes again, with more, with other words, or of somebody else.
class GrownExportIT {
    private static final String ONE = said("consumer", "10:00", "one");
    private static final String TWO = said("agent", "10:01", "two");
    private static final String THREE = said("consumer", "10:02", "three");

    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Weekly");
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String said(String from, String time, String text) {
        return "{\"from\":\"%s\",\"at\":\"2026-11-19T%s:00Z\",\"text\":\"%s\"}".formatted(from, time, text);
    }

    private static String withId(String message, String id) {
        return message.replace("}", ",\"message_id\":\"" + id + "\"}");
    }

    private static String line(String conversation, String... messages) {
        return "{\"conversation\":\"%s\",\"channel\":\"web\",\"consumer\":{\"email\":\"%s@example.com\"},\"messages\":[%s]}"
                .formatted(conversation, conversation, String.join(",", messages));
    }

    private static List<JsonNode> send(String... lines) throws Exception {
        HttpResponse<String> response = server.http.send(
                HttpRequest.newBuilder(server.uri(brand.path + "/transcripts"))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().map(TranscriptServer.JSON::readTree).toList();
    }

    private static List<String> texts(JsonNode result) {
        return server.get(
                        brand.path + "/conversations/"
                                + result.required("conversation_id").asString() + "/transcript",
                        token,
                        "Lethe-Purpose",
                        "test")
                .is(200)
                .json()
                .required("messages")
                .valueStream()
                .map(message -> message.required("text").asString())
                .toList();
    }

    @Test
    void aConversationThatHasGrownBringsWhatIsNew() throws Exception {
        send(line("grown-1", ONE, TWO));

        JsonNode grown = send(line("grown-1", ONE, TWO, THREE)).getFirst();
        JsonNode again = send(line("grown-1", ONE, TWO, THREE)).getFirst();

        assertThat(grown.required("messages").asInt()).isEqualTo(1);
        assertThat(grown.has("replayed")).isFalse();
        assertThat(again.required("messages").asInt()).isZero();
        assertThat(again.required("replayed").asBoolean()).isTrue();
        assertThat(texts(grown)).containsExactly("one", "two", "three");
    }

    @Test
    void aConversationMayComeInSeveralLinesOfOneBodyOrOfManyAtOnce() throws Exception {
        // given
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add(line("parts-1", said("consumer", "11:%02d".formatted(i), "part " + i)));
        }
        String[] body = lines.toArray(String[]::new);

        // when
        List<Future<List<JsonNode>>> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                answers.add(senders.submit(() -> send(body)));
            }
        }

        // then
        int messages = 0;
        for (Future<List<JsonNode>> answer : answers) {
            assertThat(answer.get().getLast().at("/summary/ok").asInt()).isEqualTo(30);
            messages += answer.get().stream()
                    .mapToInt(result -> result.path("messages").asInt(0))
                    .sum();
        }
        assertThat(messages).isEqualTo(30);
        assertThat(texts(answers.getFirst().get().getFirst()))
                .hasSize(30)
                .contains("part 0", "part 29")
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameWordsAtTheSameTimeAreAsManyAsTheLineHas() throws Exception {
        send(line("twice-1", ONE, ONE));

        JsonNode grown = send(line("twice-1", ONE, ONE, ONE)).getFirst();

        assertThat(grown.required("messages").asInt()).isEqualTo(1);
        assertThat(texts(grown)).containsExactly("one", "one", "one");
    }

    @Test
    void messagesWithIdsAreKnownByThem() throws Exception {
        send(line("ids-1", withId(ONE, "1"), TWO));

        JsonNode grown = send(line("ids-1", withId(ONE, "1"), withId(TWO, "2"), withId(ONE, "3")))
                .getFirst();

        assertThat(grown.required("messages").asInt())
                .as("the same words under another id")
                .isEqualTo(1);
        assertThat(texts(grown)).containsExactly("one", "one", "two"); // by the time they were sent
    }

    @Test
    void anIdThatIsUsedAgainForSomethingElseIsRefusedWithWhatDiffers() throws Exception {
        send(line("other-1", withId(ONE, "1")));

        JsonNode refused = send(line(
                        "other-1",
                        withId(THREE, "2"),
                        withId(said("agent", "10:05", "canary"), "1").replace("}", ",\"author\":\"Sam\"}")))
                .getFirst();

        assertThat(refused.required("status").asString()).isEqualTo("failed");
        assertThat(refused.at("/error/type").asString()).isEqualTo("/problems/message-id-reused");
        assertThat(refused.at("/error/status").asInt()).isEqualTo(409);
        assertThat(refused.at("/error/errors")
                        .valueStream()
                        .map(error -> error.required("pointer").asString()))
                .containsExactly("/messages/1/from", "/messages/1/at", "/messages/1/text", "/messages/1/author");
        assertThat(refused.toString()).doesNotContain("canary");
        JsonNode mended =
                send(line("other-1", withId(ONE, "1"), withId(THREE, "2"))).getFirst();
        assertThat(texts(mended)).containsExactly("one", "three");
    }

    @Test
    void aConversationOfSomebodyElseOrOfAnotherChannelIsRefused() throws Exception {
        send(line("whose-1", ONE));

        List<JsonNode> refused = send(
                line("whose-1", ONE).replace("whose-1@", "canary@"),
                line("whose-1", ONE).replace("\"web\"", "\"sms\""),
                line("whose-1", TWO).replace("{\"email\":\"whose-1@example.com\"}", "{}"));

        assertThat(refused.getLast().at("/summary/failed").asInt()).isEqualTo(3);
        assertThat(refused.getFirst().at("/error/type").asString()).isEqualTo("/problems/conversation-id-reused");
        assertThat(refused.get(0).at("/error/errors/0/pointer").asString()).isEqualTo("/consumer");
        assertThat(refused.get(1).at("/error/errors/0/pointer").asString()).isEqualTo("/channel");
        assertThat(refused.get(2).at("/error/errors/0/pointer").asString()).isEqualTo("/consumer");
        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"canary@example.com\"}")
                .is(404);
    }

    @Test
    void aLineAddsToALiveConversationAndLeavesItOpen() throws Exception {
        String opening =
                "{\"channel\":\"web\",\"consumer\":{\"email\":\"live-1@example.com\"},\"message_id\":\"live-1\"}";
        String conversation = server.post(brand.path + "/conversations", token, opening)
                .is(201)
                .text("conversation_id");
        server.post(
                        brand.path + "/conversations/" + conversation + "/messages",
                        token,
                        ONE.replace("at\"", "sent_at\""))
                .is(201);

        JsonNode added = send(line("live-1", ONE, TWO)).getFirst();

        assertThat(added.required("conversation_id").asString()).isEqualTo(conversation);
        assertThat(added.required("messages").asInt()).isEqualTo(1);
        server.post(
                        brand.path + "/conversations/" + conversation + "/messages",
                        token,
                        THREE.replace("at\"", "sent_at\""))
                .is(201);
        assertThat(texts(added)).containsExactly("one", "two", "three");
    }

    @Test
    void whatWasErasedStaysErased() throws Exception {
        JsonNode first = send(line("gone-1", ONE)).getFirst();
        String consumer = server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"gone-1@example.com\"}")
                .is(200)
                .text("consumer_id");
        server.post(brand.path + "/consumers/" + consumer + "/erase", token, "{\"reason\":\"consumer-request\"}")
                .is(200);
        long head = server.log.headPosition();

        JsonNode again = send(line("gone-1", ONE, TWO)).getFirst();

        assertThat(again.required("replayed").asBoolean()).isTrue();
        assertThat(again.required("conversation_id")).isEqualTo(first.required("conversation_id"));
        assertThat(server.log.headPosition()).isEqualTo(head);
    }

    @Test
    void whatTellsMoreOfTheConsumerIsNotLost() throws Exception {
        send(line("more-1", ONE));

        send(line("more-1", ONE).replace("\"consumer\":{", "\"consumer\":{\"phone\":\"+31612349999\","));

        server.post(brand.path + "/consumers/lookup", token, "{\"phone\":\"tel:+31-6-1234-9999\"}")
                .is(200);
    }

    @Test
    void emptyFieldsAreAbsentAndOddMessagesAreToldOneByOne() throws Exception {
        String picture = "{\"from\":\"consumer\",\"at\":\"2026-11-19T10:00:30Z\",\"author\":\"\",\"message_id\":\"\"}";
        String empty = said("consumer", "10:03", "").replace("}", ",\"author\":\"\"}");
        String huge = said("consumer", "10:04", "x".repeat(32 * 1024 + 1));
        String odd = line("odd-1", ONE, picture, TWO, empty, huge)
                .replace(
                        "\"consumer\":{",
                        "\"agent\":\"\",\"consumer\":{\"phone\":\"\",\"external_id\":\"\",\"name\":\"\",");

        List<JsonNode> results = send(odd);

        JsonNode partial = results.getFirst();
        assertThat(partial.required("status").asString()).isEqualTo("partial");
        assertThat(partial.required("messages").asInt()).isEqualTo(2);
        assertThat(partial.at("/error/errors")
                        .valueStream()
                        .map(error -> error.required("pointer").asString()))
                .containsExactly("/messages/1/text", "/messages/3/text", "/messages/4/text");
        assertThat(results.getLast().at("/summary/failed").asInt()).isEqualTo(1);
        assertThat(texts(partial)).containsExactly("one", "two");
        JsonNode mended = send(odd.replace(picture, picture.replace("\"author\"", "\"text\":\"(picture)\",\"author\"")))
                .getFirst();
        assertThat(mended.required("messages").asInt()).isEqualTo(1);
        assertThat(send(line("odd-2", empty)).getFirst().required("status").asString())
                .isEqualTo("failed");
    }

    @Test
    void aMessageIdThatIsUsedAgainIsRefusedWithWhatDiffers() {
        String conversation = server.post(
                        brand.path + "/conversations",
                        token,
                        "{\"channel\":\"web\",\"consumer\":{\"email\":\"again@example.com\"}}")
                .is(201)
                .text("conversation_id");
        String messages = brand.path + "/conversations/" + conversation + "/messages";
        String first = withId(ONE.replace("at\"", "sent_at\""), "m-1");
        long position = server.post(messages, token, first)
                .is(201)
                .json()
                .required("position")
                .asLong();

        assertThat(server.post(messages, token, first)
                        .is(200)
                        .json()
                        .required("position")
                        .asLong())
                .isEqualTo(position);
        assertThat(server.post(messages, token, first.replaceFirst("\"sent_at\":\"[^\"]*\",", ""))
                        .is(200)
                        .json()
                        .required("position")
                        .asLong())
                .as("no time is told")
                .isEqualTo(position);
        JsonNode refused = server.post(
                        messages,
                        token,
                        withId(said("agent", "10:09", "canary"), "m-1").replace("at\"", "sent_at\""))
                .is(409)
                .json();
        assertThat(refused.required("type").asString()).endsWith("/problems/message-id-reused");
        assertThat(refused.required("errors")
                        .valueStream()
                        .map(error -> error.required("pointer").asString()))
                .containsExactly("/from", "/sent_at", "/text");
        assertThat(refused.toString()).doesNotContain("canary");
    }

    @Test
    void aConversationIdThatIsUsedAgainIsRefusedWithWhatDiffers() {
        String anna = "{\"channel\":\"web\",\"consumer\":{\"email\":\"anna@example.com\"},\"message_id\":\"chat-77\"}";
        String opened =
                server.post(brand.path + "/conversations", token, anna).is(201).text("conversation_id");

        assertThat(server.post(brand.path + "/conversations", token, anna)
                        .is(200)
                        .text("conversation_id"))
                .isEqualTo(opened);
        JsonNode refused = server.post(
                        brand.path + "/conversations",
                        token,
                        anna.replace("anna", "ben").replace("web", "sms"))
                .is(409)
                .json();
        assertThat(refused.required("type").asString()).endsWith("/problems/conversation-id-reused");
        assertThat(refused.required("errors")
                        .valueStream()
                        .map(error -> error.required("pointer").asString()))
                .containsExactly("/channel", "/consumer");
        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"ben@example.com\"}")
                .is(404);
    }

    @Test
    void openingAgainWithMoreOfTheSamePersonLosesNothing() {
        String body = "{\"channel\":\"web\",\"consumer\":{\"email\":\"cleo@example.com\"},\"message_id\":\"chat-79\"}";
        String consumer =
                server.post(brand.path + "/conversations", token, body).is(201).text("consumer_id");

        server.post(
                        brand.path + "/conversations",
                        token,
                        body.replace("\"consumer\":{", "\"consumer\":{\"phone\":\"+31612348888\","))
                .is(200);

        assertThat(server.post(brand.path + "/consumers/lookup", token, "{\"phone\":\"+31612348888\"}")
                        .is(200)
                        .text("consumer_id"))
                .isEqualTo(consumer);
        assertThat(server.log.read(new Tag("consumer", consumer), List.of("ConsumerIdentifiersLinked")))
                .hasSize(2);
    }

    @Test
    void somebodyAnonymousMayOpenTheSameConversationAgain() {
        String body = "{\"channel\":\"web\",\"consumer\":{},\"message_id\":\"chat-78\"}";
        String opened =
                server.post(brand.path + "/conversations", token, body).is(201).text("conversation_id");

        assertThat(server.post(brand.path + "/conversations", token, body)
                        .is(200)
                        .text("conversation_id"))
                .isEqualTo(opened);
    }
}
