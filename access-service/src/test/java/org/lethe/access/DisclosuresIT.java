package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.LogEntry;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

/// The register from its routes to the log and back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisclosuresIT {
    private AccessServer server;

    @BeforeAll
    void start() {
        server = new AccessServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// A client with a recipient and a consumer.
    private final class Setting {
        final AccessServer.Brand brand = server.brand();
        final String path = "/v1/clients/" + brand.id + "/disclosures";
        final String recipients = "/v1/clients/" + brand.id + "/recipients";
        final String second = server.key(brand.id, Role.CLIENT_ADMIN);
        final ConsumerId consumer = server.subjects.knows("kim-" + brand.id + "@example.com");
        final String recipient =
                server.post(recipients, brand.officer, """
                        {"name": "Example Court", "kind": "authority", "region": "US-NY",
                         "contract": {"reference": "MLA-7", "ends": "2026-12-31"}}""").is(201).text("recipient_id");

        Reply disclose(String ground, String more) {
            return server.post(path, brand.officer, """
                    {"recipient_id": "%s", "ground": "%s", "purpose": "fraud case", "reference": "24-CV-1",
                     "categories": ["messages"], "region": "US-NY"%s}""".formatted(recipient, ground, more));
        }

        Reply disclose(String ground) {
            return disclose(ground, ", \"consumer_ids\": [\"" + consumer + "\"]");
        }
    }

    @Test
    void recordsADisclosureAtOnceAndShowsAuditorsTheFacts() {
        // given
        Setting setting = new Setting();

        // when
        Reply recorded = setting.disclose("sub_processor").is(201);

        // then
        assertThat(recorded.text("state")).isEqualTo("recorded");
        assertThat(recorded.text("purpose")).isEqualTo("fraud case");
        Reply byOfficer =
                server.get(recorded.header("Location"), setting.brand.officer).is(200);
        assertThat(byOfficer.text("reference")).isEqualTo("24-CV-1");
        assertThat(byOfficer.text("recorded_at")).isEqualTo("2026-11-20T10:00:00Z");
        Reply byAuditor = server.get(setting.path, setting.brand.auditor).is(200);
        assertThat(byAuditor.json().at("/items/0/consumer_ids/0").asString()).isEqualTo(setting.consumer.toString());
        assertThat(byAuditor.body()).doesNotContain("fraud case").doesNotContain("24-CV-1");
        assertThat(server.get(setting.recipients, setting.brand.auditor).is(200).body())
                .contains("authority")
                .doesNotContain("Example Court")
                .doesNotContain("MLA-7");
        assertThat(server.get(setting.recipients, setting.brand.officer).is(200).body())
                .contains("Example Court")
                .contains("MLA-7");
        server.get(setting.path, setting.brand.writer).refused(403, "forbidden");
        server.post(setting.path, setting.brand.auditor, "{}").refused(403, "forbidden");
    }

    @Test
    void lawfulProcessWaitsForASecondPerson() {
        // given
        Setting setting = new Setting();
        Reply proposed = setting.disclose("court_order", """
                , "consumer_ids": ["%s"], "may_be_told_from": "2027-01-01T00:00:00Z\"""".formatted(setting.consumer));
        proposed.is(202);
        String one = proposed.header("Location");
        assertThat(proposed.text("state")).isEqualTo("awaiting_approval");
        assertThat(proposed.text("lapses_at")).isEqualTo("2026-11-27T10:00:00Z");

        // when
        server.post(one + "/approve", setting.brand.officer, "").refused(409, "approval-needs-another");
        Reply approved = server.post(one + "/approve", setting.second, "").is(200);

        // then
        assertThat(approved.text("state")).isEqualTo("recorded");
        assertThat(approved.text("purpose")).isEqualTo("fraud case");
        assertThat(approved.text("may_be_told_from")).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(approved.text("recorded_by")).isNotEqualTo(approved.text("proposed_by"));
        server.post(one + "/approve", setting.second, "").refused(409, "not-awaiting-approval");
    }

    @Test
    void aSecondPersonRefusesLawfulProcess() {
        // given
        Setting setting = new Setting();
        String one = setting.disclose("subpoena").is(202).header("Location");

        // when
        Reply refused = server.post(one + "/refuse", setting.second, "{\"reason\": \"names another company\"}")
                .is(200);

        // then
        assertThat(refused.text("state")).isEqualTo("refused");
        assertThat(refused.text("refusal_reason")).isEqualTo("names another company");
        assertThat(server.get(one, setting.brand.auditor).is(200).body()).doesNotContain("names another company");
        server.post(one + "/approve", setting.second, "").refused(409, "not-awaiting-approval");
    }

    @Test
    void concernsWhoHeldTheConversation() {
        // given
        Setting setting = new Setting();
        ConversationId conversation = ConversationId.random();
        server.append(
                setting.brand.id,
                LogEntry.of(
                        setting.brand.id,
                        new ConversationOpened(
                                conversation, setting.consumer, new Channel("web"), server.clock.instant())));

        // when
        Reply recorded = setting.disclose("protection_of_rights", """
                , "conversation_ids": ["%s"]""".formatted(conversation));

        // then
        assertThat(recorded.is(201).json().at("/consumer_ids/0").asString()).isEqualTo(setting.consumer.toString());
    }

    @Test
    void listsThoseWhomTheClientDoesNotHave() {
        // given
        Setting setting = new Setting();
        String stranger = UUID.randomUUID().toString();
        String conversation = UUID.randomUUID().toString();

        // when
        Reply refused = setting.disclose("consent", """
                , "consumer_ids": ["%s", "%s"], "conversation_ids": ["%s"]""".formatted(setting.consumer, stranger, conversation));

        // then
        refused.refused(404, "disclosure-names-unknown");
        assertThat(refused.json().required("unknown").valueStream().map(JsonNode::asString))
                .containsExactly(stranger, conversation);
    }

    @Test
    void nothingLeavesOfWhoOptedOut() {
        // given
        Setting setting = new Setting();
        server.append(
                setting.brand.id,
                LogEntry.of(
                        setting.brand.id,
                        new ConsentWithdrawn(
                                setting.consumer, setting.brand.id, List.of(), List.of("partners"), null, "kim")));

        // when
        Reply refused = setting.disclose("partner_integration");

        // then
        refused.refused(409, "opted-out");
        assertThat(refused.json().at("/opted_out/0").asString()).isEqualTo(setting.consumer.toString());
        setting.disclose("client_instruction").is(201);
    }

    @Test
    void refusesABodyThatSaysTooLittleOrTooMuch() {
        Setting setting = new Setting();

        assertThat(setting.disclose("consent", "").refused(400, "invalid-body").pointers())
                .containsExactly("/consumer_ids");
        assertThat(setting.disclose("consent", """
                        , "consumer_ids": ["%s"], "may_be_told_from": "2027-01-01T00:00:00Z\"""".formatted(setting.consumer))
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly("/may_be_told_from");
        String unknown = """
                {"recipient_id": "%s", "ground": "consent", "purpose": "p", "categories": ["messages"],
                 "region": "eu", "consumer_ids": ["%s"]}""".formatted(UUID.randomUUID(), setting.consumer);
        assertThat(server.post(setting.path, setting.brand.officer, unknown)
                        .refused(422, "recipient-unknown")
                        .pointers())
                .containsExactly("/recipient_id");
        Setting other = new Setting();
        server.get(setting.disclose("consent").header("Location"), other.brand.officer)
                .refused(404, "not-found");
    }

    @Test
    void listsByStateGroundRecipientAndConsumer() {
        // given
        Setting setting = new Setting();
        setting.disclose("sub_processor").is(201);
        String waiting = setting.disclose("subpoena").is(202).text("disclosure_id");

        // then
        assertThat(ids(setting, "")).hasSize(2);
        assertThat(ids(setting, "?disclosure_state=awaiting_approval")).containsExactly(waiting);
        assertThat(ids(setting, "?ground=subpoena&recipient_id=" + setting.recipient))
                .containsExactly(waiting);
        assertThat(ids(setting, "?consumer_id=" + setting.consumer)).hasSize(2);
        assertThat(ids(setting, "?consumer_id=" + UUID.randomUUID())).isEmpty();
        JsonNode page = server.get(setting.path + "?limit=1", setting.brand.officer)
                .is(200)
                .json();
        String next = page.required("next").asString();
        assertThat(ids(setting, next.substring(next.indexOf('?')))).containsExactly(waiting);
    }

    @Test
    void aProposalLapsesAfterAWeek() {
        // given
        try (AccessServer later = new AccessServer()) {
            AccessServer.Brand brand = later.brand();
            ConsumerId consumer = later.subjects.knows("kim@example.com");
            String base = "/v1/clients/" + brand.id;
            String recipient =
                    later.post(base + "/recipients", brand.officer, """
                            {"name": "A court", "kind": "court", "region": "eu"}""").is(201).text("recipient_id");
            String one = later.post(base + "/disclosures", brand.officer, """
                            {"recipient_id": "%s", "ground": "search_warrant", "purpose": "p", "categories": ["contact"],
                             "region": "eu", "consumer_ids": ["%s"]}""".formatted(recipient, consumer))
                    .is(202)
                    .header("Location");
            String second = later.key(brand.id, Role.PRIVACY_OFFICER);

            // when
            later.clock.advance(Duration.ofDays(7));

            // then
            assertThat(later.get(one, brand.officer).is(200).text("state")).isEqualTo("lapsed");
            assertThat(later.get(base + "/disclosures?disclosure_state=lapsed", brand.officer)
                            .is(200)
                            .json()
                            .required("items")
                            .size())
                    .isEqualTo(1);
            assertThat(later.post(one + "/approve", second, "")
                            .refused(409, "not-awaiting-approval")
                            .text("disclosure_state"))
                    .isEqualTo("lapsed");
        }
    }

    private List<String> ids(Setting setting, String query) {
        return server.get(setting.path + query, setting.brand.officer)
                .is(200)
                .json()
                .required("items")
                .valueStream()
                .map(item -> item.required("disclosure_id").asString())
                .toList();
    }
}
