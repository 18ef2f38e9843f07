package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.cli.api.Api;

/// What `lethe recipient` and `lethe disclosure` say and send, against a server that answers what a test tells it to.
class DisclosureCommandsTest extends ScriptedCommands {
    private static final String RECIPIENT = "019a8f00-0000-7000-8000-00000000000c";
    private static final String DISCLOSURE = "019a8f00-0000-7000-8000-00000000000b";
    private static final String CONSUMER = "019a8f00-0000-7000-8000-000000000002";
    private static final String RECIPIENTS = "/v1/clients/" + CLIENT + "/recipients";
    private static final String DISCLOSURES = "/v1/clients/" + CLIENT + "/disclosures";
    private static final String WAITS = """
            {"disclosure_id": "%s", "state": "awaiting_approval", "ground": "subpoena", "recipient_id": "%s",
             "consumer_ids": ["%s"], "region": "US-NY", "purpose": "an order", "proposed_at": "2026-11-20T10:00:00Z",
             "lapses_at": "2026-11-27T10:00:00Z"}""".formatted(DISCLOSURE, RECIPIENT, CONSUMER);

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples(
                "recipient",
                "recipient add",
                "recipient list",
                "disclosure",
                "disclosure record",
                "disclosure list",
                "disclosure approve",
                "disclosure refuse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recipient",
                "recipient add --client Acme --kind partner --region eu",
                "recipient add --client Acme --name x --region eu",
                "recipient add --client Acme --name x --kind partner --region eu --contract-ends 2027-12-31",
                "recipient add --client Acme --name x --kind partner --region eu --contract y --contract-ends soon",
                "recipient list",
                "disclosure",
                "disclosure record --client Acme --recipient kim --ground consent --purpose x --category a --region eu"
                        + " --consumer 019a8f00-0000-7000-8000-000000000002",
                "disclosure record --client Acme --recipient 019a8f00-0000-7000-8000-00000000000c --ground consent"
                        + " --purpose x --category a --region eu",
                "disclosure record --client Acme --recipient 019a8f00-0000-7000-8000-00000000000c --ground consent"
                        + " --purpose x --region eu --consumer 019a8f00-0000-7000-8000-000000000002",
                "disclosure list --client Acme --consumer kim",
                "disclosure approve --client Acme",
                "disclosure approve 17 --client Acme",
                "disclosure refuse 019a8f00-0000-7000-8000-00000000000b --client Acme"
            })
    void refusesToGuessWhatIsMeant(String command) {
        assertThat(runLine(command)).isEqualTo(2);

        assertThat(terminal.err()).startsWith("lethe: ").contains("--help shows how");
        assertThat(terminal.out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void registersARecipient() {
        server.reply("POST " + RECIPIENTS, 201, "{\"recipient_id\": \"" + RECIPIENT + "\"}");

        assertThat(runLine(
                        "recipient add --client Acme --name Example --kind sub_processor --region eu --contract DPA-17"
                                + " --contract-ends 2027-12-31"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains("Recipient " + RECIPIENT + " of Acme");
        assertThat(runLine("recipient add --client Acme --name Police --kind authority --region US-NY --json"))
                .isZero();
        assertThat(Api.JSON.readTree(terminal.out()).path("recipient_id").asString())
                .isEqualTo(RECIPIENT);

        assertThat(changes())
                .containsExactly(
                        "POST " + RECIPIENTS + " {\"name\":\"Example\",\"kind\":\"sub_processor\",\"region\":\"eu\","
                                + "\"contract\":{\"reference\":\"DPA-17\",\"ends\":\"2027-12-31\"}}",
                        "POST " + RECIPIENTS + " {\"name\":\"Police\",\"kind\":\"authority\",\"region\":\"US-NY\"}");
    }

    @Test
    void listsRecipients() {
        server.reply(
                "GET " + RECIPIENTS,
                200,
                "{\"items\": [{\"recipient_id\": \"" + RECIPIENT + "\", \"name\": \"Example\", \"kind\": \"partner\","
                        + " \"region\": \"eu\", \"contract\": {\"reference\": \"DPA-17\", \"ends\": \"2027-12-31\"}}]}");

        assertThat(runLine("recipient list --client Acme")).as(terminal::err).isZero();

        assertThat(terminal.out()).containsPattern(RECIPIENT + " +Example +partner +eu +DPA-17 +2027-12-31");
    }

    @Test
    void putsADisclosureOnRecord() {
        server.reply(
                "POST " + DISCLOSURES,
                201,
                "{\"disclosure_id\": \"" + DISCLOSURE + "\", \"state\": \"recorded\", \"consumer_ids\": []}");

        assertThat(runLine("disclosure record --client Acme --recipient " + RECIPIENT + " --ground sub_processor"
                        + " --purpose translating --category messages --category contact --region eu --consumer "
                        + CONSUMER))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out()).contains("Disclosure " + DISCLOSURE + " of Acme", ": recorded");
        assertThat(changes())
                .containsExactly("POST " + DISCLOSURES + " {\"recipient_id\":\"" + RECIPIENT
                        + "\",\"ground\":\"sub_processor\",\"purpose\":\"translating\","
                        + "\"categories\":[\"messages\",\"contact\"],\"region\":\"eu\",\"consumer_ids\":[\"" + CONSUMER
                        + "\"]}");
    }

    @Test
    void saysThatLawfulProcessWaitsForSomebodyElse() {
        server.reply("POST " + DISCLOSURES, 202, WAITS);

        assertThat(runLine("disclosure record --client Acme --recipient " + RECIPIENT + " --ground subpoena --purpose x"
                        + " --reference 26-CV-17 --category messages --region US-NY --conversation " + CONSUMER
                        + " --may-be-told-from 2027-06-01T00:00:00Z"))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out())
                .contains("awaiting_approval", "somebody else", "lethe disclosure approve " + DISCLOSURE, "2026-11-27");
        assertThat(changes().getFirst())
                .contains(
                        "\"reference\":\"26-CV-17\"",
                        "\"conversation_ids\":[\"" + CONSUMER + "\"]",
                        "\"may_be_told_from\":\"2027-06-01T00:00:00Z\"")
                .doesNotContain("consumer_ids");
    }

    @Test
    void listsWhatIsAskedFor() {
        server.reply(
                "GET " + DISCLOSURES + "?limit=200&disclosure_state=awaiting_approval&ground=subpoena&recipient_id="
                        + RECIPIENT + "&consumer_id=" + CONSUMER,
                200,
                "{\"items\": [" + WAITS + "]}");
        String list = "disclosure list --client Acme --state awaiting_approval --ground subpoena --recipient "
                + RECIPIENT + " --consumer " + CONSUMER;

        assertThat(runLine(list)).as(terminal::err).isZero();
        assertThat(terminal.out())
                .containsPattern(DISCLOSURE + " +awaiting_approval +subpoena +" + RECIPIENT
                        + " +1 +US-NY +2026-11-20T10:00:00Z +an order");
        assertThat(runLine(list + " --json")).isZero();
        assertThat(Api.JSON.readTree(terminal.out()).path("items")).hasSize(1);
    }

    @Test
    void approvesAndRefuses() {
        server.reply(
                "POST " + DISCLOSURES + "/" + DISCLOSURE + "/approve",
                200,
                "{\"disclosure_id\": \"" + DISCLOSURE + "\", \"state\": \"recorded\"}");
        server.reply(
                "POST " + DISCLOSURES + "/" + DISCLOSURE + "/refuse",
                200,
                "{\"disclosure_id\": \"" + DISCLOSURE + "\", \"state\": \"refused\"}");

        assertThat(runLine("disclosure approve " + DISCLOSURE + " --client Acme"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains(": recorded");
        assertThat(runLine("disclosure refuse " + DISCLOSURE + " --client Acme --reason other"))
                .isZero();
        assertThat(terminal.out()).contains(": refused");

        assertThat(changes())
                .containsExactly(
                        "POST " + DISCLOSURES + "/" + DISCLOSURE + "/approve {}",
                        "POST " + DISCLOSURES + "/" + DISCLOSURE + "/refuse {\"reason\":\"other\"}");
    }

    @Test
    void saysWhyTheServerRefuses() {
        server.reply(
                "POST " + DISCLOSURES + "/" + DISCLOSURE + "/approve",
                403,
                "{\"title\": \"Somebody else has to approve it\", \"detail\": \"your key proposed it\"}");

        assertThat(runLine("disclosure approve " + DISCLOSURE + " --client Acme"))
                .isEqualTo(1);

        assertThat(terminal.err())
                .contains("was not approved", "Somebody else has to approve it", "your key proposed it");
    }
}
