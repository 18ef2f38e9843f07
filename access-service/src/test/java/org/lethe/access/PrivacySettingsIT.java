package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.access.AccessServer.Brand;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReferred;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.service.subjects.Held;

/// A client's settings over HTTP, and what they do to requests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivacySettingsIT {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private AccessServer server;

    @BeforeAll
    void start() {
        server = new AccessServer();
        server.subjects.knows("kim@example.com");
        ConversationId conversation = ConversationId.random();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        server.subjects.holds(new Held.Conversation(Held.Fate.PRESENT, conversation, new Channel("web"), at, null));
        server.subjects.holds(
                new Held.Message(Held.Fate.PRESENT, conversation, "m-1", Author.AGENT, "Agent Smith", at, "hello"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String path(Brand brand) {
        return "/v1/clients/" + brand.id + "/privacy-settings";
    }

    private Reply set(Brand brand, String body) {
        String etag = server.get(path(brand), brand.officer).is(200).etag();
        return server.put(path(brand), brand.officer, body, "If-Match", etag);
    }

    private String received(Brand brand, String type, String more) {
        return brand.requests + "/"
                + server.post(
                                brand.requests,
                                brand.officer,
                                "{\"type\": \"" + type + "\", \"consumer\": {\"email\": \"kim@example.com\"},"
                                        + " \"via\": \"mail\"" + more + "}")
                        .is(201)
                        .text("request_id");
    }

    @Test
    void showsWhatHoldsBeforeAnyAreSet() {
        Brand brand = server.brand();

        Reply reply = server.get(path(brand), brand.officer).is(200);

        assertThat(reply.etag()).isEqualTo("\"0\"");
        assertThat(reply.text("default_rule")).isEqualTo("gdpr");
        assertThat(reply.text("zone")).isEqualTo("UTC");
        assertThat(reply.text("approval")).isEqualTo("required");
        assertThat(reply.json().get("redact_others").asBoolean()).isTrue();
    }

    @Test
    void setsThemAndShowsThemAsTheyWereSet() {
        Brand brand = server.brand();

        Reply reply = set(
                brand,
                "{\"slug\": \"acme\", \"default_rule\": \"ccpa\", \"zone\": \"America/Los_Angeles\","
                        + " \"approval\": {\"automatic_for\": [\"opt_out\", \"access\"]}, \"redact_others\": false,"
                        + " \"languages\": [\"de\", \"en\"], \"notice_period\": \"P60D\","
                        + " \"brand\": {\"name\": \"The Acme Shop\", \"colour\": \"#0a7cff\", \"logo\": \"" + PNG
                        + "\"}}");

        assertThat(reply.is(200).etag()).isEqualTo("\"1\"");
        Reply shown = server.get(path(brand), brand.officer).is(200);
        assertThat(shown.body()).isEqualTo(reply.body());
        assertThat(shown.json().get("approval").get("automatic_for").toString()).isEqualTo("[\"access\",\"opt_out\"]");
        assertThat(shown.json().get("brand").get("name").asString()).isEqualTo("The Acme Shop");
        assertThat(shown.json().get("brand").get("logo").asString()).isEqualTo("data:image/png;base64," + PNG);
    }

    @Test
    void keepsTheBrandOutOfTheLogAndFromAuditors() {
        Brand brand = server.brand();
        set(brand, "{\"brand\": {\"name\": \"Canary & Sons\", \"colour\": \"#c0ffee\"}}")
                .is(200);

        assertThat(server.get(path(brand), brand.auditor).is(200).json().has("brand"))
                .isFalse();
        assertThat(server.rows("SELECT facts::text FROM event_log.event"))
                .isNotEmpty()
                .noneMatch(facts -> facts.contains("Canary") || facts.contains("c0ffee"));
        server.put(path(brand), brand.auditor, "{}", "If-Match", "\"1\"").is(403);
    }

    @Test
    void replacesOnlyWhatTheCallerHasSeen() {
        Brand brand = server.brand();

        server.put(path(brand), brand.officer, "{}").refused(428, "precondition-required");
        server.put(path(brand), brand.officer, "{}", "If-Match", "\"0\"").is(200);
        server.put(path(brand), brand.officer, "{}", "If-Match", "\"0\"").refused(412, "precondition-failed");
    }

    @Test
    void aSlugStaysWithItsClient() {
        Brand brand = server.brand();
        Brand other = server.brand();
        set(brand, "{\"slug\": \"umbrella\"}").is(200);
        set(brand, "{\"slug\": \"umbrella-shop\"}").is(200);

        Reply refused = set(other, "{\"slug\": \"umbrella\"}").refused(409, "slug-taken");

        assertThat(refused.pointers()).containsExactly("/slug");
        set(brand, "{\"slug\": \"umbrella\"}").is(200);
    }

    @Test
    void anotherClientsAreNotThere() {
        Brand brand = server.brand();
        Brand other = server.brand();

        server.get(path(brand), other.officer).is(404);
        server.put(path(brand), other.officer, "{}", "If-Match", "\"0\"").is(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"slug\": \"Acme\"}|/slug",
                "{\"slug\": \"admin\"}|/slug",
                "{\"default_rule\": \"law\"}|/default_rule",
                "{\"zone\": \"Mars\"}|/zone",
                "{\"approval\": \"never\"}|/approval",
                "{\"approval\": {\"automatic_for\": []}}|/approval",
                "{\"approval\": {\"automatic_for\": [\"dance\"]}}|/approval",
                "{\"approval\": {\"automatic_for\": [\"access\"], \"more\": 1}}|/approval",
                "{\"approval\": 1}|/approval",
                "{\"languages\": []}|/languages",
                "{\"languages\": [\"en\", \"Klingon\"]}|/languages/1",
                "{\"brand\": {\"colour\": \"red\"}}|/brand/colour",
                "{\"brand\": {\"logo\": \"https://example.com/logo.png\"}}|/brand/logo",
                "{\"brand\": {\"logo\": \"data:image/svg+xml;base64,PHN2Zy8+\"}}|/brand/logo",
                "{\"notice_period\": \"soon\"}|/notice_period",
            })
    void refusesWhatItCanNotReadAndNamesThePlace(String body, String pointer) {
        Brand brand = server.brand();

        assertThat(set(brand, body).is(400).pointers()).containsExactly(pointer);
        assertThat(server.get(path(brand), brand.officer).etag()).isEqualTo("\"0\"");
    }

    @Test
    void requestsThatNameNoRuleComeUnderTheClients() {
        Brand brand = server.brand();
        String before = received(brand, "access", "");
        set(brand, "{\"default_rule\": \"ccpa\", \"zone\": \"America/Los_Angeles\"}")
                .is(200);

        String after = received(brand, "access", "");
        String named = received(brand, "access", ", \"rule\": \"shield\", \"zone\": \"Europe/Berlin\"");

        assertThat(server.get(before, brand.officer).text("rule")).isEqualTo("gdpr");
        assertThat(server.get(after, brand.officer).text("rule")).isEqualTo("ccpa");
        assertThat(server.get(after, brand.officer).text("zone")).isEqualTo("America/Los_Angeles");
        assertThat(server.get(named, brand.officer).text("rule")).isEqualTo("shield");
        assertThat(server.get(named, brand.officer).text("zone")).isEqualTo("Europe/Berlin");
    }

    @Test
    void approvesByItselfWhatTheClientLetsBeApprovedSo() {
        Brand brand = server.brand();
        set(brand, "{\"approval\": {\"automatic_for\": [\"opt_out\", \"access\", \"portability\"]}}")
                .is(200);

        String optOut = received(brand, "opt_out", ", \"details\": {\"uses\": [\"sale\"]}");
        String attested = received(brand, "portability", "");
        Reply known =
                server.post(attested + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}");
        String coded = received(brand, "access", "");
        server.post(coded + "/verify", brand.officer, "{\"method\": \"code\"}").is(202);
        Reply confirmed =
                server.post(coded + "/confirm", brand.officer, "{\"code\": \"" + server.codes.getLast() + "\"}");
        String restriction = received(brand, "restriction", "");
        Reply waits = server.post(
                restriction + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}");

        assertThat(server.get(optOut, brand.officer).text("state")).isEqualTo("fulfilled");
        assertThat(known.is(200).text("state")).isEqualTo("fulfilled");
        assertThat(confirmed.is(200).text("state")).isEqualTo("fulfilled");
        assertThat(confirmed.body()).contains("privacy-settings:1");
        assertThat(waits.is(200).text("state")).isEqualTo("referred");
    }

    @Test
    void packagesNameAgentsWhereTheClientLetsThem() {
        Brand brand = server.brand();
        String redacted = collected(brand);
        set(brand, "{\"redact_others\": false}").is(200);

        assertThat(redacted).contains("Agent 1").doesNotContain("Agent Smith");
        assertThat(collected(brand)).contains("Agent Smith").doesNotContain("Agent 1");
    }

    /// What people said in the package of a new request.
    private String collected(Brand brand) {
        String path = received(brand, "access", "");
        server.post(path + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"s\"}")
                .is(200);
        server.post(path + "/approve", brand.officer, "{}").is(200);
        byte[] zip = server.get(path + "/package", brand.officer).is(200).http().body();
        StringBuilder texts = new StringBuilder();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                texts.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts.toString();
    }

    /// As if the process had died between the referral and the approval.
    @Test
    void makesUpForAnApprovalThatDidNotHappen() {
        Brand brand = server.brand();
        set(brand, "{\"approval\": {\"automatic_for\": [\"access\"]}}").is(200);
        String path = received(brand, "access", "");

        refer(brand, path);

        awaitFulfilled(brand, path);
        assertThat(server.get(path, brand.officer).body()).contains("privacy-settings:1");
    }

    private void refer(Brand brand, String path) {
        RequestId id = RequestId.parse(path.substring(path.lastIndexOf('/') + 1));
        server.append(
                brand.id,
                LogEntry.of(brand.id, new IdentityConfirmed(id, brand.id, "code", "officer")),
                LogEntry.of(brand.id, new RequestReferred(id, brand.id)));
    }

    private void awaitFulfilled(Brand brand, String path) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get(path, brand.officer).text("state").equals("fulfilled"));
    }

    @Test
    void comesOutTheSameAfterAReplay() {
        Brand brand = server.brand();
        String waiting = received(brand, "opt_out", ", \"details\": {\"uses\": [\"sale\"]}");
        set(brand, "{\"approval\": {\"automatic_for\": [\"opt_out\", \"access\"]}}")
                .is(200);
        String done = received(brand, "opt_out", ", \"details\": {\"uses\": [\"sale\"]}");
        String before = server.get(done, brand.officer).body();

        server.service.replay();

        String next = received(brand, "access", "");
        refer(brand, next);
        awaitFulfilled(brand, next); // whoever follows the log has looked at all that was before
        assertThat(server.get(waiting, brand.officer).text("state")).isEqualTo("referred");
        assertThat(server.get(done, brand.officer).body()).isEqualTo(before);
    }
}
