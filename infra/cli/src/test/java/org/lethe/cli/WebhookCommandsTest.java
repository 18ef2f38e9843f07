package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.cli.api.Api;

/// What `lethe webhook` says, asks and sends, against a server that answers what a test tells it to.
class WebhookCommandsTest extends ScriptedCommands {
    private static final String WEBHOOK = "019a8f00-0000-7000-8000-00000000000d";
    private static final String DELIVERY = "0d0f3c1e-6a5b-3c4d-9e8f-000000000001";
    private static final String WEBHOOKS = "/v1/clients/" + CLIENT + "/webhooks";
    private static final String PATH = WEBHOOKS + "/" + WEBHOOK;
    private static final String KEYS =
            "{\"webhook_id\": \"" + WEBHOOK + "\", \"secret\": \"whsec_one\", \"public_key\": \"whpk_one\","
                    + " \"old_signs_until\": \"2026-11-21T10:00:00Z\"}";

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples(
                "webhook",
                "webhook add",
                "webhook list",
                "webhook rotate",
                "webhook remove",
                "webhook deliveries",
                "webhook resend",
                "webhook replay");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhook",
                "webhook add --client Acme --target https://hooks.example.com",
                "webhook add --client Acme --event request.overdue",
                "webhook list",
                "webhook rotate --client Acme",
                "webhook rotate 17 --client Acme",
                "webhook deliveries --client Acme",
                "webhook resend 019a8f00-0000-7000-8000-00000000000d --client Acme",
                "webhook replay 019a8f00-0000-7000-8000-00000000000d --client Acme",
                "webhook replay 019a8f00-0000-7000-8000-00000000000d --client Acme --from yesterday"
            })
    void refusesToGuessWhatIsMeant(String command) {
        assertThat(runLine(command)).isEqualTo(2);

        assertThat(terminal.err()).startsWith("lethe: ").contains("--help shows how");
        assertThat(terminal.out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void addsOneAndShowsItsKeys() {
        server.reply("POST " + WEBHOOKS, 201, KEYS);

        assertThat(runLine("webhook add --client Acme --target https://hooks.example.com/lethe --event request.referred"
                        + " --event request.overdue"))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out())
                .contains("Webhook " + WEBHOOK + " of Acme", "whsec_one", "whpk_one", "shown this once");
        assertThat(changes())
                .singleElement()
                .satisfies(sent -> assertThat(Api.JSON.readTree(sent.substring(sent.indexOf('{'))))
                        .isEqualTo(Api.JSON.readTree("""
                                {"url": "https://hooks.example.com/lethe",
                                 "events": ["request.referred", "request.overdue"]}""")));
    }

    @Test
    void showsTheNewKeysAndUntilWhenTheOldOnesSign() {
        server.reply("POST " + PATH + "/rotate", 200, KEYS);

        assertThat(runLine("webhook rotate " + WEBHOOK + " --client Acme"))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out()).contains("whsec_one", "whpk_one", "until 2026-11-21T10:00:00Z");
    }

    @Test
    void listsThem() {
        server.reply(
                "GET " + WEBHOOKS,
                200,
                "{\"items\": [{\"webhook_id\": \"" + WEBHOOK + "\", \"state\": \"disabled\","
                        + " \"url\": \"https://hooks.example.com\", \"events\": [\"request.referred\", \"request.denied\"],"
                        + " \"registered_at\": \"2026-11-20T10:00:00Z\"}]}");

        assertThat(runLine("webhook list --client Acme")).as(terminal::err).isZero();

        assertThat(terminal.out())
                .containsPattern(
                        WEBHOOK + " +disabled +https://hooks.example.com +request.referred, request.denied +2026");
    }

    @Test
    void removesOneForWhoIsSure() {
        server.reply("DELETE " + PATH, 204, "");

        assertThat(runLine("webhook remove " + WEBHOOK + " --client Acme")).isEqualTo(1);
        assertThat(terminal.err()).contains("not done");
        assertThat(changes()).isEmpty();
        assertThat(runLine("webhook remove " + WEBHOOK + " --client Acme --yes"))
                .as(terminal::err)
                .isZero();

        assertThat(changes()).singleElement().asString().startsWith("DELETE " + PATH);
    }

    @Test
    void listsDeliveriesOfAState() {
        server.reply(
                "GET " + PATH + "/deliveries?limit=200&delivery_state=dead_lettered",
                200,
                "{\"items\": [{\"delivery_id\": \"" + DELIVERY + "\", \"event\": \"request.overdue\", \"state\":"
                        + " \"dead_lettered\", \"attempts\": 10, \"last_status\": 503, \"last_fault\": \"status\"}]}");

        assertThat(runLine("webhook deliveries " + WEBHOOK + " --client Acme --state dead_lettered"))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out())
                .containsPattern(DELIVERY + " +request.overdue +- +dead_lettered +10 +503 +status +-");
    }

    @Test
    void sendsAgain() {
        server.reply("POST " + PATH + "/deliveries/" + DELIVERY + "/resend", 202, "{\"deliveries\": 1}");
        server.reply("POST " + PATH + "/replay", 202, "{\"deliveries\": 12}");

        assertThat(runLine("webhook resend " + WEBHOOK + " " + DELIVERY + " --client Acme"))
                .as(terminal::err)
                .isZero();
        assertThat(runLine("webhook replay " + WEBHOOK + " --client Acme --from 2026-11-20T00:00:00Z"
                        + " --to 2026-11-21T00:00:00Z"))
                .isZero();

        assertThat(terminal.out()).contains("On their way: 12");
        assertThat(changes())
                .containsExactly(
                        "POST " + PATH + "/deliveries/" + DELIVERY + "/resend {}",
                        "POST " + PATH + "/replay {\"from\":\"2026-11-20T00:00:00Z\",\"to\":\"2026-11-21T00:00:00Z\"}");
    }
}
