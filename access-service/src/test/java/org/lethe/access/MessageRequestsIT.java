package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.access.AccessServer.Brand;
import org.lethe.contracts.ConversationId;
import org.lethe.service.ServiceServer.Reply;

/// Requests about one message.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageRequestsIT {
    private static final ConversationId CONVERSATION = ConversationId.random();

    private AccessServer server;
    private Brand brand;

    @BeforeAll
    void start() {
        server = new AccessServer();
        server.subjects.knows("kim@example.com");
        brand = server.brand();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Reply ask(String type, String details) {
        return server.post(
                brand.requests,
                brand.officer,
                "{\"type\": \"" + type + "\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\","
                        + " \"details\": " + details + "}");
    }

    private static String about(String message, String more) {
        return "{\"conversation_id\": \"" + CONVERSATION + "\", \"message_id\": \"" + message + "\"" + more + "}";
    }

    /// Path of a request that the client has before them.
    private String referred(String type, String details) {
        String request = brand.requests + "/" + ask(type, details).is(201).text("request_id");
        server.post(request + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"signed in\"}")
                .is(200);
        return request;
    }

    private String known() {
        String message = UUID.randomUUID().toString();
        server.amendments.knows(message, server.subjects.knows("kim@example.com"));
        return message;
    }

    private static String part(Reply shown, String field) {
        return shown.json().at("/parts/0/" + field).asString();
    }

    @Test
    void aCorrectionOfOneMessageIsDoneOnApproval() {
        String request = referred("correction", about(known(), ", \"text\": \"I paid 100\""));

        Reply shown = server.post(request + "/approve", brand.officer, "{}").is(200);

        assertThat(shown.text("state")).isEqualTo("fulfilled");
        assertThat(part(shown, "state")).isEqualTo("amended");
    }

    @Test
    void aDisagreementIsPutBesideIt() {
        String request = referred("correction", about(known(), ", \"text\": \"I never said so\""));

        Reply shown = server.post(request + "/approve", brand.officer, "{\"as\": \"disagreement\"}")
                .is(200);

        assertThat(shown.text("state")).isEqualTo("fulfilled");
        assertThat(server.rows("SELECT count(*)::text FROM event_log.event WHERE type = 'DisagreementRecorded'"))
                .containsExactly("1");
    }

    @Test
    void aDeletionOfOneMessageTakesNothingElse() {
        String request = referred("deletion", about(known(), ", \"spans\": [{\"from\": 3, \"to\": 9}]"));

        Reply shown = server.post(request + "/approve", brand.officer, "{}").is(200);

        assertThat(shown.text("state")).isEqualTo("fulfilled");
        assertThat(part(shown, "state")).isEqualTo("redacted");
        assertThat(server.rows("SELECT type FROM event_log.event WHERE type = 'ErasureOrdered'"))
                .isEmpty();
        server.get(request + "/receipt", brand.officer).is(200);
    }

    @Test
    void whatIsNotTheirsIsNotApproved() {
        String others = UUID.randomUUID().toString();
        server.amendments.knows(others, server.subjects.knows("sam@example.com"));

        for (String message : new String[] {others, "no such"}) {
            String request = referred("deletion", about(message, ""));
            server.post(request + "/approve", brand.officer, "{}").refused(409, "message-unknown");
            assertThat(server.get(request, brand.officer).text("state")).isEqualTo("referred");
            server.post(request + "/deny", brand.officer, "{\"reason\": \"no_match\"}")
                    .is(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deletion|{\"message_id\": \"m-1\"}|/details",
                "deletion|{\"conversation_id\": \"no uuid\", \"message_id\": \"m-1\"}|/details/conversation_id",
                "deletion|{\"spans\": [{\"from\": 0, \"to\": 1}]}|/details/spans",
                "deletion|about, \"spans\": []|/details/spans",
                "deletion|about, \"spans\": [{\"from\": 2, \"to\": 2}]|/details/spans/0",
                "correction|about, \"text\": \"x\", \"spans\": [{\"from\": 0, \"to\": 1}]|/details/spans",
                "correction|about|/details/text",
            })
    void refusesDetailsThatMeanNothing(String type, String details, String pointer) {
        String given = details.startsWith("about") ? about("m-1", details.substring("about".length())) : details;

        assertThat(ask(type, given).is(400).pointers()).containsExactly(pointer);
    }

    @Test
    void aDisagreementIsOfCorrectionsAlone() {
        String request = referred("deletion", about(known(), ""));

        assertThat(server.post(request + "/approve", brand.officer, "{\"as\": \"disagreement\"}")
                        .is(400)
                        .pointers())
                .containsExactly("/as");
    }
}
