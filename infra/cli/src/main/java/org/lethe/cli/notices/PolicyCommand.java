package org.lethe.cli.notices;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
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

/// `lethe policy`: what a client tells people of how it handles their data.
@Command(
        name = "policy",
        header = {
            "Privacy policies of a client, and notice of a change of ownership: publish, list, announce.",
            "",
            "Examples:",
            "  lethe policy publish policy.txt --client Acme --audience consumer --policy-version 2027-01",
            "  lethe policy list --client Acme",
            "  lethe policy announce 019a8f00-0000-7000-8000-00000000000e --client Acme --by email"
                    + " --recipients \"all with an address on file\"",
            ""
        },
        subcommands = PublishPolicyCommand.class)
public final class PolicyCommand implements Runnable {
    static final String PATH = "/policies";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            header = {
                "List what a client published, in order.",
                "",
                "Examples:",
                "  lethe policy list --client Acme",
                "  lethe policy list --client Acme --audience visitor --json",
                ""
            })
    int list(
            @Mixin ClientOptions options,
            @Option(
                            names = "--audience",
                            paramLabel = "AUDIENCE",
                            description = "For this one alone: consumer, client or visitor.")
                    @Nullable
                    String audience,
            @Mixin Output output) {
        String query = "?limit=200"
                + (audience == null ? "" : "&audience=" + URLEncoder.encode(audience, StandardCharsets.UTF_8));
        try (ClientApi client = options.connect()) {
            List<JsonNode> policies = client.api().all(client.path(PATH + query), "the policies can't be listed");
            output.result(Map.of("items", policies), out -> {
                Table table = new Table("policy", "audience", "kind", "version", "state", "material", "effective from");
                for (JsonNode one : policies) {
                    table.row(
                            one.path("policy_id"),
                            one.path("audience"),
                            one.path("kind"),
                            one.path("version"),
                            one.path("state"),
                            one.path("material").asBoolean() ? "yes" : "no",
                            one.path("effective_from"));
                }
                if (policies.isEmpty()) {
                    out.println(client.title() + " has published nothing of that.");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    @Command(
            name = "announce",
            header = {
                "Put on record that people were told of a policy by another way than the page. Sends nothing.",
                "",
                "Examples:",
                "  lethe policy announce 019a8f00-0000-7000-8000-00000000000e --client Acme --by email"
                        + " --recipients \"all with an address on file\"",
                "  lethe policy announce 019a8f00-0000-7000-8000-00000000000e --client Acme --by in_chat"
                        + " --recipients 340 --at 2026-12-01T08:00:00Z",
                ""
            })
    int announce(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its id; `lethe policy list` shows it.") UUID policy,
            @Option(
                            names = "--by",
                            required = true,
                            paramLabel = "CHANNEL",
                            description = "By what: a code of yours in clear, such as email or in_chat.")
                    String channel,
            @Option(
                            names = "--recipients",
                            required = true,
                            paramLabel = "WORDS",
                            description = "Who was told: a count or a description. Kept sealed; name nobody.")
                    String recipients,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            converter = Moment.class,
                            description = "When they were told; default: now.")
                    @Nullable
                    Instant at,
            @Mixin Output output) {
        Map<String, Object> announcement = new LinkedHashMap<>();
        announcement.put("channel", channel);
        announcement.put("recipients", recipients);
        if (at != null) {
            announcement.put("announced_at", at.toString());
        }
        try (ClientApi client = options.connect()) {
            JsonNode told = client.api()
                    .post(client.path(PATH + "/" + policy + "/announcements"), announcement)
                    .orRefuse("the announcement was not put on record")
                    .json();
            output.result(told, out -> {
                out.println("Policy " + policy + " of " + client.title() + " was announced by:");
                Table table = new Table("channel", "announced at", "recipients");
                for (JsonNode one : told.path("announcements")) {
                    table.row(one.path("channel"), one.path("announced_at"), one.path("recipients"));
                }
                table.print(out);
            });
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? publish, list or announce");
    }
}
