package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Criteria;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Opening;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

class ConversationsIT {
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Talks");
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String message(String id, String text) {
        return "{\"message_id\":\"" + id + "\",\"from\":\"consumer\",\"text\":\"" + text + "\"}";
    }

    @Test
    void aConsumerIsTheSameByAnyOfItsIdentifiers() {
        // given
        Reply first = server.post(brand.path + "/consumers", token, "{\"email\":\"Ada@Example.com\",\"name\":\"Ada\"}")
                .is(201);

        // when
        Reply again = server.post(brand.path + "/consumers", token, "{\"email\":\"ada@example.com\"}")
                .is(200);
        server.post(
                        brand.path + "/consumers/" + first.text("consumer_id") + "/identifiers",
                        token,
                        "{\"phone\":\"+41 44 668 18 00\",\"external_id\":\"crm-1\"}")
                .is(200);
        Reply byPhone = server.post(brand.path + "/consumers/lookup", token, "{\"phone\":\"+41446681800\"}")
                .is(200);

        // then
        assertThat(again.text("consumer_id")).isEqualTo(first.text("consumer_id"));
        assertThat(byPhone.text("consumer_id")).isEqualTo(first.text("consumer_id"));
        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"nobody@example.com\"}")
                .refused(404, "not-found");
        Reply other = server.post(brand.path + "/consumers", token, "{\"email\":\"bob@example.com\"}")
                .is(201);
        assertThat(server.post(
                                brand.path + "/consumers/" + other.text("consumer_id") + "/identifiers",
                                token,
                                "{\"external_id\":\"crm-1\"}")
                        .refused(409, "identifier-taken")
                        .pointers())
                .containsExactly("/external_id");
    }

    @Test
    void aLaterNameIsRecordedOnceWhereverItIsTold() {
        // given
        String consumer = open("\"email\":\"kim@example.com\"").text("consumer_id");

        // when
        open("\"email\":\"kim@example.com\",\"name\":\"Kim\"");
        open("\"email\":\"kim@example.com\",\"name\":\"Kim\"");
        server.post(brand.path + "/consumers", token, "{\"email\":\"kim@example.com\",\"name\":\"Kim\"}")
                .is(200);
        server.post(brand.path + "/consumers", token, "{\"email\":\"kim@example.com\",\"name\":\"Kim Marlow\"}")
                .is(200);
        server.post(
                        brand.path + "/consumers/" + consumer + "/identifiers",
                        token,
                        "{\"phone\":\"+31612349999\",\"name\":\"K. Marlow\"}")
                .is(200);
        open("\"phone\":\"+31612349999\",\"name\":\"K. Marlow\"");
        open("\"phone\":\"+31612349999\",\"name\":\" \"");
        open("\"phone\":\"+31612349999\"");

        // then
        assertThat(told(consumer))
                .containsExactly(
                        "{\"email\":\"kim@example.com\"}",
                        "{\"email\":\"kim@example.com\",\"name\":\"Kim\"}",
                        "{\"email\":\"kim@example.com\",\"name\":\"Kim Marlow\"}",
                        "{\"phone\":\"+31612349999\",\"name\":\"K. Marlow\"}");
    }

    @Test
    void theFirstNameIsRecordedOnceAndIsNotAnotherConsumersNews() {
        String one =
                open("\"email\":\"first@example.com\",\"name\":\"Namesake\"").text("consumer_id");
        String other = open("\"email\":\"second@example.com\"").text("consumer_id");
        open("\"email\":\"first@example.com\",\"name\":\"Namesake\"");
        open("\"email\":\"second@example.com\",\"name\":\"Namesake\"");

        assertThat(told(one)).hasSize(1);
        assertThat(told(other)).hasSize(2);
    }

    @Test
    void aNameThatComesTooLateForItsDayIsLetGoAndTheConversationGoesOn() throws Exception {
        // given
        String consumer = open("\"email\":\"old@example.com\"").text("consumer_id");
        ClientId client = ClientId.parse(brand.id);
        Bucket bucket = Bucket.of(Category.CONTACT, new Channel("web"), Instant.parse("2026-01-05T10:00:00Z"));
        try (Connection connection = server.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            server.keyring()
                    .destruction(client, KeyKind.BUCKET, bucket.wireName())
                    .execute(connection, EventId.random(), "expiry");
            connection.commit();
        }

        // when
        server.post(
                        brand.path + "/conversations",
                        token,
                        "{\"channel\":\"web\",\"consumer\":{\"email\":\"old@example.com\",\"name\":\"Late\"},"
                                + "\"opened_at\":\"2026-01-05T10:00:00Z\"}")
                .is(201);

        // then
        assertThat(told(consumer)).hasSize(1);
    }

    private static Reply open(String consumer) {
        return server.post(
                        brand.path + "/conversations", token, "{\"channel\":\"web\",\"consumer\":{" + consumer + "}}")
                .is(201);
    }

    /// What was told of a consumer, opened again.
    private static List<String> told(String consumer) {
        ConsumerId id = ConsumerId.parse(consumer);
        Criteria.Types linked = Criteria.types(ConsumerIdentifiersLinked.class);
        return server.log.lookUp(Criteria.of(EventTag.CONSUMER, id, linked)).stream()
                .map(sourced -> {
                    ConsumerIdentifiersLinked event = (ConsumerIdentifiersLinked) sourced.event();
                    ContentScope scope = new ContentScope(
                            ClientId.parse(brand.id),
                            id,
                            new ConversationId(id.value()),
                            Bucket.of(Category.CONTACT, event.channel(), event.linkedAt()));
                    Opening opening = server.keyring()
                            .open(
                                    scope,
                                    sourced.id(),
                                    "ConsumerIdentifiersLinked",
                                    sourced.entry().sealed());
                    return ((Opening.Opened) opening).text().text();
                })
                .toList();
    }

    @Test
    void identifiersOfDifferentConsumersAreRefusedByNameAndChangeNothing() {
        // given
        String byMail = open("\"email\":\"taken-a@example.com\"").text("consumer_id");
        String byPhone = open("\"phone\":\"+31612345601\"").text("consumer_id");
        String both = "\"email\":\"taken-a@example.com\",\"phone\":\"+31612345601\"";
        String withNew = both + ",\"external_id\":\"taken-new\",\"name\":\"Taken\"";

        // when
        Reply opening =
                server.post(brand.path + "/conversations", token, "{\"channel\":\"web\",\"consumer\":{" + both + "}}");
        Reply withOneMore = server.post(
                brand.path + "/conversations", token, "{\"channel\":\"web\",\"consumer\":{" + withNew + "}}");
        Reply identifying = server.post(brand.path + "/consumers", token, "{" + withNew + "}");

        // then the strongest that is known says who is meant, and the others are named
        assertThat(opening.refused(409, "identifier-taken").pointers()).containsExactly("/consumer/phone");
        assertThat(withOneMore.refused(409, "identifier-taken").pointers()).containsExactly("/consumer/phone");
        assertThat(identifying.refused(409, "identifier-taken").pointers()).containsExactly("/phone");
        assertThat(identifying.body()).doesNotContain("612345601", "taken-a");
        server.post(brand.path + "/consumers/lookup", token, "{\"external_id\":\"taken-new\"}")
                .refused(404, "not-found");
        assertThat(told(byMail)).hasSize(1);
        assertThat(told(byPhone)).hasSize(1);
        assertThat(server.get(brand.path + "/conversations?consumer_id=" + byMail, token)
                        .is(200)
                        .json()
                        .required("items"))
                .hasSize(1);
    }

    @Test
    void theSameMessageIdAnswersTheFirstWhoeverTheIdentifiersLeadToSince() {
        // given somebody erased whose identifiers lead to two others now
        String body = "{\"channel\":\"web\",\"consumer\":{\"email\":\"split@example.com\","
                + "\"phone\":\"+31612345602\"},\"message_id\":\"split\"}";
        Reply first = server.post(brand.path + "/conversations", token, body).is(201);
        server.post(
                        brand.path + "/consumers/" + first.text("consumer_id") + "/erase",
                        token,
                        "{\"reason\":\"consumer-request\"}")
                .is(200);
        open("\"email\":\"split@example.com\"");
        open("\"phone\":\"+31612345602\"");

        // when
        Reply again = server.post(brand.path + "/conversations", token, body).is(200);

        // then
        assertThat(again.json()).isEqualTo(first.json());
    }

    @Test
    void opensOncePerMessageId() {
        String body = "{\"channel\":\"web\",\"consumer\":{\"email\":\"eve@example.com\"},\"message_id\":\"chat-9\","
                + "\"visit\":{\"ip_address\":\"192.0.2.7\"}}";

        Reply first = server.post(brand.path + "/conversations", token, body).is(201);
        Reply again = server.post(brand.path + "/conversations", token, body).is(200);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.http().headers().firstValue("Location"))
                .hasValue(brand.path + "/conversations/" + first.text("conversation_id"));
    }

    @Test
    void aMessageSentFiftyTimesAtOnceIsRecordedOnce() throws Exception {
        String conversation = brand.conversation(token, "fifty@example.com");
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                // given
                String body = message("m-" + round, "hello");
                List<Callable<Reply>> race = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    race.add(() -> server.post(conversation + "/messages", token, body));
                }

                // when
                List<Reply> replies = new ArrayList<>();
                for (Future<Reply> sent : senders.invokeAll(race)) {
                    replies.add(sent.get());
                }

                // then
                assertThat(replies.stream().filter(reply -> reply.status() == 201))
                        .hasSize(1);
                assertThat(replies.stream().filter(reply -> reply.status() == 200))
                        .hasSize(49);
                assertThat(replies.stream().map(Reply::json).distinct()).hasSize(1);
            }
        }
        JsonNode transcript = server.get(conversation + "/transcript", token, "Lethe-Purpose", "test")
                .is(200)
                .json();
        assertThat(transcript.required("messages").size()).isEqualTo(10);
    }

    @Test
    void minimalAnswersHaveNoBody() {
        String conversation = brand.conversation(token, "minimal@example.com");

        Reply reply = server.post(conversation + "/messages", token, message("m", "hi"), "Prefer", "return=minimal");

        assertThat(reply.status()).isIn(201, 204);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void takesNoMessageAfterTheClose() {
        // given
        String conversation = brand.conversation(token, "closing@example.com");
        server.post(conversation + "/messages", token, message("m-1", "before")).is(201);

        // when
        Reply closed = server.send("POST", conversation + "/close", token, null).is(200);

        // then
        server.post(conversation + "/messages", token, message("m-2", "after")).refused(409, "conversation-closed");
        assertThat(server.send("POST", conversation + "/close", token, null)
                        .is(200)
                        .json())
                .isEqualTo(closed.json());
        assertThat(server.get(conversation, token).is(200).text("status")).isEqualTo("closed");
        // what was recorded before keeps its receipt
        server.post(conversation + "/messages", token, message("m-1", "before")).is(200);
    }

    @Test
    void listsByCursorAndFilters() {
        // given
        Brand own = server.brand("Lists");
        String key = own.all();
        List<String> opened = new ArrayList<>();
        String consumer = null;
        for (int i = 0; i < 5; i++) {
            server.clock.advance(Duration.ofMinutes(1));
            Reply reply = server.post(
                            own.path + "/conversations",
                            key,
                            "{\"channel\":\"" + (i % 2 == 0 ? "web" : "sms") + "\",\"consumer\":{\"external_id\":\"c"
                                    + i / 3 + "\"}}")
                    .is(201);
            opened.add(reply.text("conversation_id"));
            consumer = reply.text("consumer_id");
        }
        String middle = server.clock.instant().minus(Duration.ofMinutes(2)).toString();

        // then
        assertThat(ids(own.path + "/conversations?limit=2", key)).isEqualTo(opened);
        assertThat(ids(own.path + "/conversations?channel=sms", key)).containsExactly(opened.get(1), opened.get(3));
        assertThat(ids(own.path + "/conversations?limit=1&consumer_id=" + consumer, key))
                .containsExactly(opened.get(3), opened.get(4));
        assertThat(ids(own.path + "/conversations?from=" + middle, key)).isEqualTo(opened.subList(2, 5));
        assertThat(ids(own.path + "/conversations?to=" + middle, key)).isEqualTo(opened.subList(0, 2));
    }

    private static List<String> ids(String path, String key) {
        List<String> ids = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonNode page = server.get(next, key).is(200).json();
            page.required("items")
                    .forEach(item -> ids.add(item.required("conversation_id").asString()));
            next = page.has("next") ? page.required("next").asString().replaceFirst("^http://[^/]+", "") : null;
        }
        return ids;
    }

    @Test
    void readingIsPutOnRecordAndNeedsAPurpose() {
        // given
        String conversation = brand.conversation(token, "read@example.com");
        server.post(conversation + "/messages", token, message("m-1", "<b>Grüezi</b> & hello"))
                .is(201);

        // when
        server.get(conversation + "/transcript", token).refused(400, "invalid-header");
        Reply json = server.get(conversation + "/transcript", token, "Lethe-Purpose", "quality-review")
                .is(200);
        Reply html = server.get(
                        conversation + "/transcript", token, "Lethe-Purpose", "quality-review", "Accept", "text/html")
                .is(200);
        Reply text = server.get(
                        conversation + "/transcript", token, "Lethe-Purpose", "quality-review", "Accept", "text/plain")
                .is(200);
        server.get(conversation + "/transcript", token, "Lethe-Purpose", "x", "Accept", "image/png")
                .refused(406, "not-acceptable");

        // then
        JsonNode line = json.json().required("messages").get(0);
        assertThat(line.required("text").asString()).isEqualTo("<b>Grüezi</b> & hello");
        assertThat(line.required("message_id").asString()).isEqualTo("m-1");
        assertThat(html.body()).contains("&lt;b&gt;Gr").doesNotContain("<b>Gr");
        assertThat(text.body()).contains("<b>Grüezi</b> & hello");
        assertThat(json.http().headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(html.http().headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(List.of(json, html, text)).allSatisfy(reply -> {
            assertThat(reply.http().headers().firstValue("X-Content-Type-Options"))
                    .hasValue("nosniff");
            assertThat(reply.http().headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(reply.http().headers().allValues("Vary")).contains("Accept");
        });
        ConversationId id = ConversationId.parse(conversation.substring(conversation.lastIndexOf('/') + 1));
        assertThat(server.log.lookUp(Criteria.of(EventTag.CONVERSATION, id, Criteria.types(TranscriptRead.class))))
                .hasSize(3)
                .allSatisfy(read ->
                        assertThat(((TranscriptRead) read.event()).purpose()).isEqualTo("quality-review"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "now"})
    void timesOfQueriesAreRfc3339(String time) {
        String query = URLEncoder.encode(time, StandardCharsets.UTF_8);

        server.get(brand.path + "/conversations?from=" + query, token).refused(400, "invalid-parameter");
        server.get(brand.path + "/conversations?to=" + query, token).refused(400, "invalid-parameter");
        server.get(brand.path + "/conversations?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", token)
                .is(200);
    }

    @Test
    void aRequestIsDoneOncePerIdempotencyKey() {
        String body = "{\"channel\":\"web\",\"consumer\":{\"name\":\"Anonymous\"}}";

        Reply first = server.post(brand.path + "/conversations", token, body, "Idempotency-Key", "\"open-1\"")
                .is(201);
        Reply again = server.post(brand.path + "/conversations", token, body, "Idempotency-Key", "\"open-1\"")
                .is(201);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.http().headers().firstValue("Idempotency-Replayed")).hasValue("true");
        server.post(
                        brand.path + "/conversations",
                        token,
                        "{\"channel\":\"sms\",\"consumer\":{}}",
                        "Idempotency-Key",
                        "\"open-1\"")
                .refused(422, "idempotency-key-reused");
    }
}
