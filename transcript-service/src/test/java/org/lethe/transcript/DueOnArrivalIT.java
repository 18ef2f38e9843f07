package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;

/// What is due to go already is not taken in silence, whichever way it comes, and leaves nothing behind.
class DueOnArrivalIT {
    private static final String OLD = "2016-05-01T08:00:00Z";
    private static final String DUE = "due-on-arrival";

    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Archive");
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String opening(String email) {
        return "{\"channel\":\"web\",\"consumer\":{\"email\":\"" + email + "\"},\"opened_at\":\"" + OLD + "\"}";
    }

    private static Reply imported(String query, String email) {
        return server.send(
                "POST",
                brand.path + "/transcripts" + query,
                token,
                "{\"conversation\":\"" + email + "\",\"channel\":\"web\",\"consumer\":{\"email\":\"" + email
                        + "\"},\"messages\":[{\"from\":\"consumer\",\"at\":\"" + OLD + "\",\"text\":\"Hi\"}]}",
                "Content-Type",
                "application/x-ndjson");
    }

    private static String links() {
        return server.rows("SELECT count(*) FROM keyring.blind_index").getFirst();
    }

    @Test
    void aMessageIsRefusedWithTheRuleAndTheDay() {
        // given
        String messages = brand.conversation(token, "kim@example.com") + "/messages";
        String message = "{\"from\":\"consumer\",\"text\":\"Hi\",\"sent_at\":\"" + OLD + "\"}";

        // when
        Reply refused = server.post(messages, token, message);

        // then
        refused.refused(422, DUE);
        assertThat(refused.json().at("/rule/period").asString()).isEqualTo("P13M");
        assertThat(refused.json().path("schedule_version").asInt()).isEqualTo(1);
        assertThat(refused.json().path("day").asString()).isEqualTo("2016-05-01");
        assertThat(refused.json().path("due_since").asString()).isEqualTo("2017-06-02T12:00:00Z");
        server.post(messages + "?accept_due=maybe", token, message).refused(400, "invalid-parameter");
        server.post(messages + "?accept_due=true", token, message).is(201);
    }

    @Test
    void whoIsRefusedIsNotLinkedToAnybody() {
        // given
        String before = links();

        // when
        server.post(brand.path + "/conversations", token, opening("old@example.com"))
                .refused(422, DUE);
        Reply refused = imported("", "older@example.com").is(200);

        // then
        assertThat(refused.body()).contains(DUE, "\"failed\":1");
        assertThat(links()).isEqualTo(before);

        // and it is taken where the sender says so
        server.post(brand.path + "/conversations?accept_due=true", token, opening("old@example.com"))
                .is(201);
        assertThat(imported("?accept_due=true", "older@example.com").body()).contains("\"ok\":1");
        assertThat(links()).isNotEqualTo(before);
    }
}
