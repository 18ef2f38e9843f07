package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.access.AccessServer.Brand;
import org.lethe.service.ServiceServer.Reply;
import tools.jackson.databind.JsonNode;

/// Requests over HTTP: what comes in, what is refused, what a list shows. What each step decides is tested
/// where it is decided.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsIT {
    private AccessServer server;

    @BeforeAll
    void start() {
        server = new AccessServer();
        server.subjects.knows("kim@example.com");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String body(String type, String more) {
        return "{\"type\": \"" + type + "\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\"" + more
                + "}";
    }

    private String received(Brand brand, String body) {
        return brand.requests + "/"
                + server.post(brand.requests, brand.officer, body).is(201).text("request_id");
    }

    @Test
    void saysWhatIsDueWhenTheRequestIsReceived() {
        Brand brand = server.brand();

        Reply reply = server.post(
                brand.requests,
                brand.officer,
                body("access", ", \"rule\": \"ccpa\", \"received_at\": \"2026-01-31T10:00:00Z\""));

        assertThat(reply.is(201).text("due_at")).isEqualTo("2026-03-17T23:59:59Z");
        assertThat(reply.text("state")).isEqualTo("received");
        assertThat(reply.text("operational_due_at")).isEqualTo("2026-02-28T23:59:59Z");
        assertThat(reply.json().has("acknowledge_by")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"access\", \"consumer\": {}, \"via\": \"mail\"}",
                "{\"type\": \"access\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"rule\": \"law\"}",
                "{\"type\": \"access\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"zone\": \"Mars\"}",
                "{\"type\": \"access\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"received_at\": \"2027-01-01T00:00:00Z\"}",
                "{\"type\": \"access\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"delivery\": {}}",
                "{\"type\": \"access\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"delivery\": {\"certificate\": \"none\"}}",
                "{\"type\": \"opt_out\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\"}",
                "{\"type\": \"opt_out\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"details\": {\"uses\": [\"dance\"]}}",
                "{\"type\": \"complaint\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\"}",
                "{\"type\": \"restriction\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\", \"details\": {\"allowed_purposes\": [\"a\\nb\"]}}",
            })
    void refusesWhatItCanNotReadAndRepeatsNothingOfIt(String body) {
        Brand brand = server.brand();

        Reply reply = server.post(brand.requests, brand.officer, body);

        reply.is(400);
        assertThat(reply.body()).contains("\"pointer\"").doesNotContain("kim@example.com");
        assertThat(server.get(brand.requests, brand.officer).json().get("items"))
                .isEmpty();
    }

    @Test
    void threeWrongCodesAreTheEndOfOne() {
        Brand brand = server.brand();
        String path = received(brand, body("access", ""));
        server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}").is(202);
        String code = server.codes.getLast();
        String wrong = code.equals("000000") ? "000001" : "000000";

        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            left.add(server.post(path + "/confirm", brand.officer, "{\"code\": \"" + wrong + "\"}")
                    .is(422)
                    .json()
                    .get("tries_left")
                    .asInt());
        }

        assertThat(left).containsExactly(2, 1, 0);
        server.post(path + "/confirm", brand.officer, "{\"code\": \"" + code + "\"}")
                .is(422);
        assertThat(server.get(path, brand.officer).body()).contains("IdentityRefused");
    }

    @Test
    void manyAtOnceHaveThreeTriesTogether() {
        Brand brand = server.brand();
        String path = received(brand, body("access", ""));
        server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}").is(202);
        String code = server.codes.getLast();

        List<String> guesses = IntStream.range(0, 40)
                .mapToObj("%06d"::formatted)
                .filter(guess -> !guess.equals(code))
                .toList();
        long looked = guesses.parallelStream()
                .map(guess -> server.post(path + "/confirm", brand.officer, "{\"code\": \"" + guess + "\"}"))
                .filter(reply -> reply.is(422).json().get("tries_left").asInt() > 0)
                .count();

        assertThat(looked).isEqualTo(2);
        server.post(path + "/confirm", brand.officer, "{\"code\": \"" + code + "\"}")
                .is(422);
    }

    @Test
    void aCodeIsGoodForTenMinutes() {
        Brand brand = server.brand();
        String path = received(brand, body("access", ""));
        server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}").is(202);

        server.clock.advance(Duration.ofMinutes(11));

        server.post(path + "/confirm", brand.officer, "{\"code\": \"" + server.codes.getLast() + "\"}")
                .is(422);
    }

    @Test
    void threeCodesAnHourAndNoMore() {
        Brand brand = server.brand();
        String path = received(brand, body("access", ""));
        for (int i = 0; i < 3; i++) {
            server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}")
                    .is(202);
        }

        server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}").is(429);
        server.clock.advance(Duration.ofMinutes(61));
        server.post(path + "/verify", brand.officer, "{\"method\": \"code\"}").is(202);
    }

    @Test
    void nobodyKnownGetsTheSameAnswersAndNoCode() {
        Brand brand = server.brand();
        String known = received(brand, body("access", ""));
        String unknown = received(
                brand, "{\"type\": \"access\", \"consumer\": {\"email\": \"nobody@example.com\"}, \"via\": \"mail\"}");
        int before = server.codes.size();

        Reply ofUnknown = server.post(unknown + "/verify", brand.officer, "{\"method\": \"code\"}");
        Reply ofKnown = server.post(known + "/verify", brand.officer, "{\"method\": \"code\"}");

        assertThat(ofUnknown.is(202).json().get("state"))
                .isEqualTo(ofKnown.is(202).json().get("state"));
        assertThat(server.codes).hasSize(before + 1);
        server.post(unknown + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}")
                .is(200);
        server.post(unknown + "/approve", brand.officer, "").is(409);
        assertThat(server.post(unknown + "/deny", brand.officer, "{\"reason\": \"no_match\"}")
                        .is(200)
                        .text("denial_reason"))
                .isEqualTo("no_match");
    }

    @Test
    void theSameAgainIsLinkedAndNotRefused() {
        Brand brand = server.brand();
        Reply first = server.post(brand.requests, brand.officer, body("deletion", ""));

        Reply second = server.post(brand.requests, brand.officer, body("deletion", ""));

        assertThat(second.is(201).text("duplicate_of")).isEqualTo(first.text("request_id"));
    }

    @Test
    void listsWhatIsDueFirstFirstPageByPage() {
        Brand brand = server.brand();
        String late = received(brand, body("access", ""));
        String soon = received(brand, body("access", ", \"received_at\": \"2026-11-01T00:00:00Z\""));
        String optOut = received(brand, body("opt_out", ", \"details\": {\"uses\": [\"sale\"]}"));
        server.post(late + "/assign", brand.officer, "{\"to\": \"team-a\"}").is(200);

        assertThat(paths(brand, "")).containsExactly(soon, late, optOut);
        assertThat(paths(brand, "?state=referred")).containsExactly(optOut);
        assertThat(paths(brand, "?type=access")).containsExactly(soon, late);
        assertThat(paths(brand, "?assignee=team-a")).containsExactly(late);
        assertThat(paths(brand, "?due_before=2026-12-10T00:00:00Z")).containsExactly(soon);
        JsonNode page =
                server.get(brand.requests + "?limit=2", brand.officer).is(200).json();
        assertThat(page.get("items")).hasSize(2);
        String next = page.get("next").asString();
        assertThat(server.get(next.substring(next.indexOf("/v1")), brand.officer)
                        .is(200)
                        .json()
                        .get("items"))
                .hasSize(1);
        server.get(brand.requests + "?state=lost", brand.officer).is(400);
    }

    private List<String> paths(Brand brand, String query) {
        return server.get(brand.requests + query, brand.officer)
                .is(200)
                .json()
                .get("items")
                .valueStream()
                .map(item -> brand.requests + "/" + item.get("request_id").asString())
                .toList();
    }

    @Test
    void anotherClientsRequestIsNotThere() {
        Brand brand = server.brand();
        Brand other = server.brand();
        String path = received(brand, body("access", ""));
        String foreign = other.requests + path.substring(path.lastIndexOf('/'));

        server.get(foreign, other.officer).is(404);
        server.post(foreign + "/verify", other.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}")
                .is(404);
        server.get(foreign + "/package", other.officer).is(404);
        server.get(foreign + "/receipt", other.officer).is(404);
        assertThat(server.get(other.requests, other.officer).json().get("items"))
                .isEmpty();
    }

    @Test
    void auditorsSeeFactsAndNoWords() {
        Brand brand = server.brand();
        String path = received(brand, body("complaint", ", \"details\": {\"text\": \"the words of kim\"}"));
        server.post(path + "/notes", brand.officer, "{\"text\": \"a note\"}").is(200);

        assertThat(server.get(path, brand.officer).is(200).body()).contains("the words of kim", "a note");
        assertThat(server.get(path, brand.auditor).is(200).body())
                .contains("RequestReceived")
                .doesNotContain("the words of kim", "a note");
        server.post(path + "/notes", brand.auditor, "{\"text\": \"x\"}").is(403);
        server.post(brand.requests, brand.writer, body("access", "")).is(403);
    }

    @Test
    void guessesNothingOfWhatTheRequesterGaveOnceThatExpired() {
        Brand brand = server.brand();
        String access = received(brand, body("access", ", \"delivery\": {\"passphrase\": \"correct horse\"}"));
        String optOut = received(brand, body("opt_out", ", \"details\": {\"uses\": [\"sale\"]}"));
        server.post(access + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}")
                .is(200);
        server.post(access + "/approve", brand.officer, "{}").is(200);

        server.consumerWords.expire();

        server.get(access + "/package", brand.officer).refused(410, "words-gone");
        server.post(optOut + "/approve", brand.officer, "{}").refused(410, "words-gone");
        assertThat(server.get(optOut, brand.officer).text("state")).isEqualTo("referred");
    }

    @Test
    void comesOutTheSameAfterAReplay() {
        Brand brand = server.brand();
        received(brand, body("access", ""));
        received(brand, body("opt_out", ", \"details\": {\"uses\": [\"sale\"]}"));
        List<String> before = paths(brand, "");

        server.service.replay();

        assertThat(paths(brand, "")).isEqualTo(before);
    }
}
