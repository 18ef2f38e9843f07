package org.lethe.cli.webhooks;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe webhook`: where a client is told what happens to its requests.
@Command(
        name = "webhook",
        header = {
            "Webhooks: where a client is told by HTTP what happens to its requests.",
            "",
            "Examples:",
            "  lethe webhook add --client Acme --target https://hooks.example.com/lethe --event request.approval_needed"
                    + " --event request.overdue",
            "  lethe webhook list --client Acme",
            "  lethe webhook deliveries 019a8f00-0000-7000-8000-00000000000d --client Acme --state dead_lettered",
            "  lethe webhook replay 019a8f00-0000-7000-8000-00000000000d --client Acme --from 2026-11-20T00:00:00Z",
            ""
        })
public final class WebhookCommand implements Runnable {
    static final String PATH = "/webhooks";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "add",
            header = {
                "Tell a client from now on. The secret and the public key that verify what is sent are shown this once.",
                "",
                "Examples:",
                "  lethe webhook add --client Acme --target https://hooks.example.com/lethe --event request.overdue",
                "  lethe webhook add --client Acme --target https://hooks.example.com/lethe --event request.referred --json",
                ""
            })
    int add(
            @Mixin ClientOptions options,
            @Option(
                            names = "--target",
                            required = true,
                            paramLabel = "URL",
                            description = "Where to; https and a public address. Kept sealed.")
                    String target,
            @Option(
                            names = "--event",
                            required = true,
                            paramLabel = "EVENT",
                            description =
                                    "What of, such as request.referred, request.approval_needed, request.due_soon,"
                                            + " request.overdue or request.fulfilled; may be said several times.")
                    List<String> events,
            @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            JsonNode added = client.api()
                    .post(client.path(PATH), Map.of("url", target, "events", events))
                    .orRefuse("the webhook was not added")
                    .json();
            output.result(added, out -> {
                out.println("Webhook " + added.path("webhook_id").asString() + " of " + client.title());
                keys(out, added);
            });
        }
        return 0;
    }

    private static void keys(PrintWriter out, JsonNode shown) {
        new Table("what", "is")
                .row("secret", shown.path("secret"))
                .row("public key", shown.path("public_key"))
                .print(out);
        out.println("They are shown this once: keep them where what is received is verified.");
    }

    @Command(
            name = "list",
            header = {
                "List a client's webhooks.",
                "",
                "Examples:",
                "  lethe webhook list --client Acme",
                "  lethe webhook list --client Acme --json",
                ""
            })
    int list(@Mixin ClientOptions options, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            List<JsonNode> webhooks =
                    client.api().all(client.path(PATH + "?limit=200"), "the webhooks can't be listed");
            output.result(Map.of("items", webhooks), out -> {
                Table table = new Table("webhook", "state", "target", "events", "registered at");
                for (JsonNode one : webhooks) {
                    table.row(
                            one.path("webhook_id"),
                            one.path("state"),
                            one.path("url"),
                            StreamSupport.stream(one.path("events").spliterator(), false)
                                    .map(JsonNode::asString)
                                    .collect(Collectors.joining(", ")),
                            one.path("registered_at"));
                }
                if (webhooks.isEmpty()) {
                    out.println(client.title() + " has no webhooks.");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    @Command(
            name = "rotate",
            header = {
                "Sign by new keys, shown this once. The old ones sign too for 24 hours.",
                "",
                "Examples:",
                "  lethe webhook rotate 019a8f00-0000-7000-8000-00000000000d --client Acme",
                ""
            })
    int rotate(@Mixin OneWebhook webhook, @Mixin Output output) {
        try (ClientApi client = webhook.connect()) {
            JsonNode rotated = client.api()
                    .post(webhook.path(client, "/rotate"), Map.of())
                    .orRefuse("the webhook has its old keys still")
                    .json();
            output.result(rotated, out -> {
                out.println("Webhook " + webhook.id() + " of " + client.title() + "; the old keys sign too until "
                        + rotated.path("old_signs_until").asString());
                keys(out, rotated);
            });
        }
        return 0;
    }

    @Command(
            name = "remove",
            header = {
                "Remove a webhook: it is told nothing any more, nor what waits to be sent.",
                "",
                "Examples:",
                "  lethe webhook remove 019a8f00-0000-7000-8000-00000000000d --client Acme",
                "  lethe webhook remove 019a8f00-0000-7000-8000-00000000000d --client Acme --yes",
                ""
            })
    int remove(@Mixin OneWebhook webhook, @Mixin Consent consent, @Mixin Output output) {
        try (ClientApi client = webhook.connect()) {
            consent.require(
                    output,
                    "Remove the webhook " + webhook.id() + " of " + client.title()
                            + "? It is told nothing any more, nor what waits to be sent.");
            client.api().delete(webhook.path(client, "")).orRefuse("the webhook was not removed");
            output.result(
                    Map.of("webhook_id", webhook.id(), "removed", true),
                    out -> out.println("Webhook " + webhook.id() + " is removed."));
        }
        return 0;
    }

    @Command(
            name = "deliveries",
            header = {
                "List what a webhook was told in the last 30 days, the newest first.",
                "",
                "Examples:",
                "  lethe webhook deliveries 019a8f00-0000-7000-8000-00000000000d --client Acme",
                "  lethe webhook deliveries 019a8f00-0000-7000-8000-00000000000d --client Acme --state dead_lettered --json",
                ""
            })
    int deliveries(
            @Mixin OneWebhook webhook,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "In this state: waiting, delivered, dead_lettered or ended.")
                    @Nullable
                    String state,
            @Mixin Output output) {
        String query = "?limit=200"
                + (state == null ? "" : "&delivery_state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
        try (ClientApi client = webhook.connect()) {
            List<JsonNode> deliveries =
                    client.api().all(webhook.path(client, "/deliveries" + query), "the deliveries can't be listed");
            output.result(Map.of("items", deliveries), out -> {
                Table table = new Table(
                        "delivery", "event", "request", "state", "attempts", "status", "fault", "next attempt");
                for (JsonNode one : deliveries) {
                    table.row(
                            one.path("delivery_id"),
                            one.path("event"),
                            one.path("request_id"),
                            one.path("state"),
                            one.path("attempts"),
                            one.path("last_status"),
                            one.path("last_fault"),
                            one.path("next_attempt_at"));
                }
                if (deliveries.isEmpty()) {
                    out.println("There are no such deliveries to webhook " + webhook.id() + ".");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    @Command(
            name = "resend",
            header = {
                "Tell a webhook something once more, however the delivery stands.",
                "",
                "Examples:",
                "  lethe webhook resend 019a8f00-0000-7000-8000-00000000000d 0d0f3c1e-6a5b-3c4d-9e8f-000000000001"
                        + " --client Acme",
                ""
            })
    int resend(
            @Mixin OneWebhook webhook,
            @Parameters(
                            index = "1",
                            paramLabel = "DELIVERY",
                            description = "Its id; `lethe webhook deliveries` shows it.")
                    UUID delivery,
            @Mixin Output output) {
        try (ClientApi client = webhook.connect()) {
            sent(
                    client.api()
                            .post(webhook.path(client, "/deliveries/" + delivery + "/resend"), Map.of())
                            .orRefuse("it is not sent again")
                            .json(),
                    output);
        }
        return 0;
    }

    @Command(
            name = "replay",
            header = {
                "Tell a webhook all that happened in a range of time, of the last 30 days, once more.",
                "",
                "Examples:",
                "  lethe webhook replay 019a8f00-0000-7000-8000-00000000000d --client Acme --from 2026-11-20T00:00:00Z"
                        + " --to 2026-11-21T00:00:00Z",
                ""
            })
    int replay(
            @Mixin OneWebhook webhook,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "INSTANT",
                            converter = Moment.class,
                            description = "What happened then or later, such as 2026-11-20T00:00:00Z.")
                    Instant from,
            @Option(
                            names = "--to",
                            paramLabel = "INSTANT",
                            converter = Moment.class,
                            description = "What happened before; default: until now.")
                    @Nullable
                    Instant to,
            @Mixin Output output) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("from", from.toString());
        if (to != null) {
            range.put("to", to.toString());
        }
        try (ClientApi client = webhook.connect()) {
            sent(
                    client.api()
                            .post(webhook.path(client, "/replay"), range)
                            .orRefuse("nothing is sent again")
                            .json(),
                    output);
        }
        return 0;
    }

    private static void sent(JsonNode answer, Output output) {
        output.result(
                answer,
                out -> out.println("On their way: " + answer.path("deliveries").asInt()
                        + ". `lethe webhook deliveries` shows them."));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what of it? add, list, rotate, remove, deliveries, resend or replay");
    }
}
