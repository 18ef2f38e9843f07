package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Event;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

class AmendmentsIT {
    private static final String CARD = "4111 1111 1111 1111";
    private static final String WITH_CARD = "my card is " + CARD + ", thanks";
    private static final String LEFT = "my card is █████, thanks";
    private static final String SPANS = "{\"reason\":\"a card number\",\"spans\":[{\"from\":11,\"to\":30}]}";
    private static final String WHOLE = "{\"reason\":\"nobody should keep that\"}";

    private static TranscriptServer server;
    private static Brand brand;
    private static String token;
    private static String reader;

    private final String conversation = brand.conversation(token, UUID.randomUUID() + "@example.com");

    record Deed(Consumer<Decision> what) implements Command<Did> {}

    record Did() {}

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Amends");
        token = brand.all();
        reader = brand.key("reader");
        server.commands.handle(Deed.class, (Deed deed, Decision decision) -> {
            deed.what().accept(decision);
            return new Did();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void say(String id, String text) {
        server.post(
                        conversation + "/messages",
                        token,
                        "{\"message_id\":\"" + id + "\",\"from\":\"consumer\",\"author\":\"Kim\",\"text\":\"" + text
                                + "\"}")
                .is(201);
    }

    private String message(String id) {
        return conversation + "/messages/" + id;
    }

    private Reply redact(String id, String body) {
        return server.send("DELETE", message(id), token, body);
    }

    private JsonNode transcript(String with, String query) {
        return server.get(conversation + "/transcript" + query, with, "Lethe-Purpose", "quality")
                .is(200)
                .json()
                .required("messages");
    }

    private JsonNode read(int line) {
        return transcript(reader, "").get(line);
    }

    private static List<String> envelopes(String conversation) {
        String id = conversation.substring(conversation.lastIndexOf('/') + 1);
        return server.rows("SELECT type || ' ' || (sealed IS NULL) || ' ' || coalesce(length(sealed_digest), 0)"
                + " FROM event_log.event WHERE tags @> ARRAY ['conversation=" + id + "'] AND type LIKE 'Message%'"
                + " ORDER BY position");
    }

    @Test
    void aCorrectionIsShownInPlaceOfTheOldText() {
        say("m-1", "I paid 10");

        server.post(message("m-1") + "/corrections", token, "{\"text\":\"I paid 100\"}")
                .is(201);

        JsonNode line = read(0);
        assertThat(line.required("text").asString()).isEqualTo("I paid 100");
        assertThat(line.required("author").asString()).isEqualTo("Kim");
        assertThat(line.required("message_id").asString()).isEqualTo("m-1");
        assertThat(line.required("status").asString()).isEqualTo("present");
        assertThat(line.has("corrected_at")).isTrue();
        assertThat(line.has("earlier")).isFalse();
    }

    @Test
    void theOldTextIsForOfficersAndAuditors() {
        // given
        say("m-1", "first");
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"second\"}")
                .is(201);
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"third\"}")
                .is(201);

        // then
        for (String role : List.of("privacy-officer", "auditor")) {
            JsonNode line = transcript(brand.key(role), "?earlier=true").get(0);
            assertThat(line.required("text").asString()).isEqualTo("third");
            assertThat(line.required("earlier").valueStream())
                    .extracting(one -> one.required("text").asString())
                    .containsExactly("first", "second");
        }
        server.get(conversation + "/transcript?earlier=true", reader, "Lethe-Purpose", "quality")
                .refused(403, "forbidden");
        server.get(conversation + "/transcript", brand.key("auditor"), "Lethe-Purpose", "quality")
                .refused(403, "forbidden");
        server.get(conversation + "/transcript?earlier=perhaps", token, "Lethe-Purpose", "quality")
                .is(400);
    }

    @Test
    void aDisagreementStandsBesideTheMessage() {
        say("m-1", "the parcel came on time");

        server.post(message("m-1") + "/disagreements", token, "{\"text\":\"it was a week late\"}")
                .is(201);

        JsonNode line = read(0);
        assertThat(line.required("text").asString()).isEqualTo("the parcel came on time");
        assertThat(line.required("disagreement").asString()).isEqualTo("it was a week late");
        assertThat(line.has("corrected_at")).isFalse();
    }

    @Test
    void aPageOfWordsTellsOfAmendmentsToo() {
        say("m-1", "one");
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"<b>two</b>\"}")
                .is(201);
        server.post(message("m-1") + "/disagreements", token, "{\"text\":\"no\\nno\"}")
                .is(201);

        for (String type : List.of("text/plain", "text/html")) {
            String page = server.get(
                            conversation + "/transcript?earlier=true",
                            token,
                            "Lethe-Purpose",
                            "quality",
                            "Accept",
                            type)
                    .is(200)
                    .body();
            assertThat(page).contains("corrected 20").contains("one").contains("disagreement");
            assertThat(page.contains("<b>two")).isEqualTo(type.equals("text/plain"));
        }
    }

    @Test
    void aPieceOfAMessageIsRedactedForGood() {
        // given
        say("m-1", WITH_CARD);
        say("m-2", "of course");

        // when
        JsonNode receipt = redact("m-1", SPANS).is(200).json();

        // then
        JsonNode line = read(0);
        assertThat(line.required("text").asString()).isEqualTo(LEFT);
        assertThat(line.has("redacted_at")).isTrue();
        assertThat(read(1).required("text").asString()).isEqualTo("of course");
        assertThat(transcript(token, "?earlier=true").get(0).has("earlier")).isFalse();
        assertThat(envelopes(conversation))
                .containsExactly(
                        "MessageRecorded true 32",
                        "MessageRecorded false 0",
                        "MessageRedacted false 0",
                        "MessageScrubbed true 0");
        assertThat(receipt.required("receipt").required("scrubbed_log_indexes")).hasSize(1);
        assertThat(receipt.required("receipt").has("held_for")).isFalse();
        assertThat(receipt.required("signature").required("algorithm").asString())
                .isEqualTo("Ed25519");
    }

    @Test
    void aWholeMessageIsRedactedOnce() {
        // given
        say("m-1", WITH_CARD);

        // when
        JsonNode first = redact("m-1", WHOLE).is(200).json();
        JsonNode again = redact("m-1", WHOLE).is(200).json();

        // then
        assertThat(again).isEqualTo(first);
        assertThat(read(0).required("status").asString()).isEqualTo("redacted");
        assertThat(read(0).has("text")).isFalse();
    }

    @Test
    void aRedactedMessageMayBeCorrectedAndWhatWasCorrectedIsRedactedToo() {
        // given
        say("m-1", "first " + CARD);
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"second " + CARD + "\"}")
                .is(201);

        // when
        redact("m-1", WHOLE).is(200);
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"third\"}")
                .is(201);

        // then
        JsonNode line = transcript(token, "?earlier=true").get(0);
        assertThat(line.required("text").asString()).isEqualTo("third");
        assertThat(line.toString()).doesNotContain(CARD);
        assertThat(envelopes(conversation))
                .containsExactly(
                        "MessageRecorded true 32",
                        "MessageCorrected true 32",
                        "MessageRedacted false 0",
                        "MessageScrubbed true 0",
                        "MessageCorrected false 0");
    }

    @Test
    void aMessageThatIsSentAgainAfterItsRedactionIsNotRecordedAnew() {
        say("m-1", WITH_CARD);
        redact("m-1", WHOLE).is(200);

        server.post(
                        conversation + "/messages",
                        token,
                        "{\"message_id\":\"m-1\",\"from\":\"consumer\",\"author\":\"Kim\",\"text\":\"" + WITH_CARD
                                + "\"}")
                .is(200);

        assertThat(transcript(reader, "")).hasSize(1);
        assertThat(read(0).has("text")).isFalse();
    }

    @Test
    void aLongConversationShowsWhatBecameOfItsMessages() {
        // given
        for (int i = 0; i < 40; i++) {
            say("m-" + i, "text " + i);
        }
        server.post(message("m-3") + "/corrections", token, "{\"text\":\"corrected\"}")
                .is(201);
        redact("m-38", WHOLE).is(200);

        // then
        JsonNode lines = transcript(reader, "");
        assertThat(lines).hasSize(40);
        assertThat(lines.get(3).required("text").asString()).isEqualTo("corrected");
        assertThat(lines.get(38).required("status").asString()).isEqualTo("redacted");
        assertThat(lines.get(39).required("text").asString()).isEqualTo("text 39");
        assertThat(transcript(reader, "?limit=4").get(3).required("text").asString())
                .isEqualTo("corrected");
    }

    @Test
    void aHoldKeepsWhatIsRedactedForItselfAloneUntilItLetsGo() {
        // given
        say("m-1", WITH_CARD);
        HoldId hold = HoldId.random();
        ClientId client = ClientId.parse(brand.id);
        ConsumerId consumer =
                ConsumerId.parse(server.get(conversation, token).is(200).text("consumer_id"));
        String legal = brand.key("legal");
        ApiKeyId legalKey = ApiKeyId.parse(server.rows(
                        "SELECT facts ->> 'api_key' FROM event_log.event WHERE type = 'ApiKeyIssued' ORDER BY position DESC")
                .getFirst());
        append(
                new LegalHoldPlaced(
                        hold,
                        client,
                        new HoldScope(List.of(consumer), List.of(), null, null, null, false),
                        0,
                        "somebody"),
                new LegalHoldReaderAllowed(hold, client, legalKey, "somebody"));

        // when
        JsonNode receipt = redact("m-1", SPANS).is(200).json().required("receipt");

        // then
        assertThat(receipt.required("held_for").get(0).asString()).isEqualTo(hold.toString());
        assertThat(receipt.required("scrubbed_log_indexes")).isEmpty();
        assertThat(read(0).required("text").asString()).isEqualTo(LEFT);
        assertThat(transcript(token, "?earlier=true").get(0).has("earlier")).isFalse();
        JsonNode held = server.get(conversation + "/transcript", legal, "Lethe-Purpose", "legal-hold:" + hold)
                .is(200)
                .json()
                .at("/messages/0");
        assertThat(held.required("text").asString()).isEqualTo(LEFT);
        assertThat(held.at("/earlier/0/text").asString()).isEqualTo(WITH_CARD);

        // whoever guesses at what is kept for the hold is told nothing
        for (String guess : List.of(WITH_CARD, "my card is 5500 0000 0000 0004, thanks")) {
            server.post(
                            conversation + "/messages",
                            token,
                            "{\"message_id\":\"m-1\",\"from\":\"consumer\",\"author\":\"Kim\",\"text\":\"" + guess
                                    + "\"}")
                    .is(200);
        }

        // when it lets go
        append(new LegalHoldReleased(hold, client, null, "somebody"));

        // then
        Awaitility.await()
                .untilAsserted(() -> assertThat(envelopes(conversation))
                        .containsExactly(
                                "MessageRecorded true 32", "MessageRedacted false 0", "MessageScrubbed true 0"));
        assertThat(read(0).required("text").asString()).isEqualTo(LEFT);
    }

    @Test
    void aMessageCountsOnceWhateverBecameOfItAlsoWhereItIsCountedAnew() {
        // given
        say("m-1", "first");
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"second\"}")
                .is(201);
        server.post(message("m-1") + "/disagreements", token, "{\"text\":\"no\"}")
                .is(201);

        // then
        Awaitility.await().untilAsserted(() -> assertThat(counted()).containsExactly("1"));

        // when
        redact("m-1", WHOLE).is(200);
        server.service.replay();

        // then
        Awaitility.await().untilAsserted(() -> assertThat(counted()).containsExactly("1"));
    }

    private List<String> counted() {
        return server.rows("SELECT contents::text FROM transcript.content WHERE conversation_id = '"
                + conversation.substring(conversation.lastIndexOf('/') + 1) + "' AND category = 'messages'");
    }

    @Test
    void theDatabaseTakesNoEnvelopeThatTheLogDoesNotName() throws SQLException {
        say("m-1", "to be kept");
        String row = server.rows("SELECT client_id || ' ' || log_index FROM event_log.event"
                        + " WHERE type = 'MessageRecorded' ORDER BY position DESC")
                .getFirst();
        String client = row.substring(0, row.indexOf(' '));
        String index = row.substring(row.indexOf(' ') + 1);

        try (Connection connection = server.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE lethe_transcript");
            assertThatThrownBy(() -> statement.execute(
                            "INSERT INTO event_log.scrubbed VALUES ('" + client + "', " + index + ", " + index + ")"))
                    .hasMessageContaining("no event orders that envelope");
            assertThatThrownBy(() -> statement.execute("UPDATE event_log.event SET sealed = NULL"))
                    .hasMessageContaining("permission denied");
            statement.execute("RESET ROLE");
        }
        assertThat(read(0).required("text").asString()).isEqualTo("to be kept");
    }

    @Test
    void anIdOfAnyCharactersIsFound() {
        say("Kim & co, ü?", "a");

        server.post(message("Kim%20%26%20co%2C%20%C3%BC%3F") + "/corrections", token, "{\"text\":\"b\"}")
                .is(201);

        assertThat(read(0).required("text").asString()).isEqualTo("b");
    }

    @Test
    void aMessageOfNoIdIsFoundByOurs() {
        server.post(conversation + "/messages", token, "{\"from\":\"consumer\",\"text\":\"a\"}")
                .is(201);
        String id = read(0).required("message_id").asString();

        redact(id, WHOLE).is(200);

        assertThat(read(0).required("status").asString()).isEqualTo("redacted");
    }

    @Test
    void nobodyAmendsAnothersMessages() {
        say("m-1", "mine");
        Brand other = server.brand("Other");
        String officer = other.key("privacy-officer");
        String elsewhere = conversation.replace(brand.id, other.id) + "/messages/m-1";

        server.send("DELETE", elsewhere, officer, WHOLE).refused(404, "not-found");
        server.send("DELETE", message("m-1"), officer, WHOLE).refused(404, "not-found");
        server.send("DELETE", message("m-1"), reader, WHOLE).refused(403, "forbidden");
        redact("m-2", WHOLE).refused(404, "not-found");
        assertThat(read(0).required("text").asString()).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\":\"x\",\"spans\":[]}",
                "{\"reason\":\"x\",\"spans\":[{\"from\":0,\"to\":99}]}",
                "{\"reason\":\"x\",\"spans\":[{\"from\":2,\"to\":2}]}",
                "{\"reason\":\"x\",\"spans\":[{\"from\":-1,\"to\":2}]}",
                "{\"spans\":[{\"from\":0,\"to\":1}]}",
            })
    void refusesWhatIsNoPieceOfTheText(String body) {
        say("m-1", "mine");

        assertThat(redact("m-1", body).is(400).pointers())
                .isNotEmpty()
                .allMatch(pointer -> pointer.startsWith("/spans") || pointer.equals("/reason"));
        assertThat(read(0).required("text").asString()).isEqualTo("mine");
    }

    @Test
    void whatIsErasedIsNotAmended() {
        say("m-1", "mine");
        server.post(conversation + "/erase", token, WHOLE).is(200);

        redact("m-1", WHOLE).refused(410, "content-erased");
        server.post(message("m-1") + "/corrections", token, "{\"text\":\"b\"}").refused(410, "content-erased");
    }

    private static void append(Event... events) {
        server.commands.sendAndWait(new Deed(decision -> List.of(events)
                .forEach(event -> decision.append(ClientId.parse(brand.id), event, server.clock.instant()))));
    }
}
