package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

/// Whoever is erased between being found by an identifier and the append comes back as somebody new.
class ErasedMeanwhileIT {
    private static final String KIM = "{\"email\":\"kim@example.com\"}";
    private static TranscriptServer server;

    private Brand brand;
    private String token;
    private String kim;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void knowKim() {
        brand = server.brand("Forgets at once");
        token = brand.all();
        kim = server.post(brand.path + "/consumers", token, KIM).is(201).text("consumer_id");
    }

    /// When a command sources what is known of Kim, an erasure comes first.
    private void eraseKimBeforeTheDecision() {
        server.beforeSourcing.set(criteria -> {
            if (criteria.toString().contains(kim) && server.beforeSourcing.getAndSet(null) != null) {
                server.post(brand.path + "/consumers/" + kim + "/erase", token, "{\"reason\":\"consumer-request\"}")
                        .is(200);
            }
        });
    }

    private void assertSomebodyNew(String consumer) {
        assertThat(server.beforeSourcing.get()).as("an erasure came between").isNull();
        assertThat(consumer).isNotEqualTo(kim);
        Reply found = server.post(brand.path + "/consumers/lookup", token, KIM).is(200);
        assertThat(found.text("consumer_id")).isEqualTo(consumer);
    }

    @Test
    void whenIdentified() {
        eraseKimBeforeTheDecision();

        Reply identified = server.post(brand.path + "/consumers", token, KIM).is(201);

        assertSomebodyNew(identified.text("consumer_id"));
    }

    @Test
    void whenAConversationIsOpened() {
        eraseKimBeforeTheDecision();

        String conversation = brand.conversation(token, "kim@example.com");

        assertSomebodyNew(server.get(conversation, token).is(200).text("consumer_id"));
    }

    @Test
    void whenALineIsImportedAndTheOtherLinesGoOn() {
        // given
        String lee = server.post(brand.path + "/consumers", token, "{\"email\":\"lee@example.com\"}")
                .is(201)
                .text("consumer_id");
        eraseKimBeforeTheDecision();

        // when
        Reply reply = server.send(
                "POST",
                brand.path + "/transcripts",
                token,
                line("c-1", "kim@example.com") + line("c-2", "lee@example.com"),
                "Content-Type",
                "application/x-ndjson");

        // then
        List<JsonNode> results = reply.is(200)
                .body()
                .lines()
                .map(TranscriptServer.JSON::readTree)
                .toList();
        assertThat(results).hasSize(3);
        assertThat(results.get(2).at("/summary/ok").asInt()).isEqualTo(2);
        assertSomebodyNew(consumerOf(results.get(0)));
        assertThat(consumerOf(results.get(1))).isEqualTo(lee);
        server.get(path(results.get(0)) + "/transcript", token, "Lethe-Purpose", "test")
                .is(200);
    }

    private static String line(String conversation, String email) {
        return "{\"conversation\":\"" + conversation
                + "\",\"brand\":\"b\",\"channel\":\"web\",\"consumer\":{\"email\":\"" + email
                + "\"},\"messages\":[{\"from\":\"consumer\",\"at\":\"2026-11-19T10:00:00Z\",\"text\":\"hello\"}]}\n";
    }

    private String path(JsonNode result) {
        return brand.path + "/conversations/"
                + result.required("conversation_id").asString();
    }

    private String consumerOf(JsonNode result) {
        return server.get(path(result), token).is(200).text("consumer_id");
    }
}
