package org.lethe.cli.retention;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
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

/// `lethe hold`: what may not go.
@Command(
        name = "hold",
        header = {
            "Legal holds: what may not go while they last.",
            "",
            "Examples:",
            "  lethe hold place --client Acme --matter \"Case 4711\" --reason \"court order\" --channel web --from 2026-01-01",
            "  lethe hold place --client Acme --matter \"Case 4712\" --reason \"court order\" --consumer-external-id c-17",
            "  lethe hold list --client Acme",
            "  lethe hold release 019a8f00-0000-7000-8000-000000000001 --client Acme --reason \"case closed\"",
            ""
        },
        subcommands = PlaceHoldCommand.class)
public final class HoldCommand implements Runnable {
    static final String PATH = "/legal-holds";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "release",
            header = {
                "Release a hold. What was due and kept for it alone goes within a minute. Where the client asks for two"
                        + " people, the second says the same with their own API key.",
                "",
                "Examples:",
                "  lethe hold release 019a8f00-0000-7000-8000-000000000001 --client Acme --reason \"case closed\"",
                "  lethe hold release 019a8f00-0000-7000-8000-000000000001 --client Acme --token-file mine.token --yes",
                ""
            })
    int release(
            @Parameters(paramLabel = "HOLD", description = "Its id; `lethe hold list` shows it.") UUID hold,
            @Mixin ClientOptions options,
            @Option(names = "--reason", paramLabel = "WORDS", description = "Why. Kept sealed.") @Nullable
                    String reason,
            @Mixin Consent consent,
            @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            String path = client.path(PATH + "/" + hold);
            JsonNode shown =
                    client.api().get(path).orRefuse("the hold can't be found").json();
            if (!shown.path("state").asString().equals("released")) {
                consent.require(
                        output,
                        "Release the hold " + hold + " of " + client.title()
                                + "? What was due and kept for it alone goes, and nothing brings it back.");
            }
            JsonNode release = client.api()
                    .post(path + "/release", reason == null ? Map.of() : Map.of("reason", reason))
                    .orRefuse("the hold was not released")
                    .json();
            output.result(
                    release,
                    out -> out.println(
                            release.path("state").asString().equals("released")
                                    ? "Hold " + hold + " is released. What was due and kept for it alone goes within a"
                                            + " minute."
                                    : "Hold " + hold + " stays in force: its release is asked for by API key "
                                            + release.path("requested_by").asString()
                                            + ", and somebody else has to agree, with the same command and another API"
                                            + " key (--token-file)."));
        }
        return 0;
    }

    @Command(
            name = "list",
            header = {
                "List a client's holds, those that are released too.",
                "",
                "Examples:",
                "  lethe hold list --client Acme",
                "  lethe hold list --client Acme --json",
                ""
            })
    int list(@Mixin ClientOptions options, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            List<JsonNode> holds = client.api().all(client.path(PATH + "?limit=200"), "the holds can't be listed");
            output.result(Map.of("items", holds), out -> {
                Table table = new Table("hold", "state", "matter", "custodian", "scope", "placed at", "released at");
                for (JsonNode one : holds) {
                    table.row(
                            one.path("hold_id"),
                            one.path("state"),
                            one.path("matter"),
                            one.path("custodian"),
                            scope(one.path("scope")),
                            one.path("placed_at"),
                            one.path("released_at"));
                }
                if (holds.isEmpty()) {
                    out.println(client.title() + " has no holds.");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    /// A scope in words.
    static String scope(JsonNode scope) {
        if (scope.path("all").asBoolean(false)) {
            return "all";
        }
        StringBuilder words = new StringBuilder();
        count(words, "consumers", scope.path("consumer_ids"));
        count(words, "conversations", scope.path("conversation_ids"));
        for (String name : List.of("channel", "from", "to")) {
            scope.path(name).asStringOpt().ifPresent(value -> add(words, name, value));
        }
        return words.toString();
    }

    private static void count(StringBuilder words, String name, JsonNode ids) {
        if (!ids.isEmpty()) {
            add(words, name, Integer.toString(ids.size()));
        }
    }

    private static void add(StringBuilder words, String name, String value) {
        words.append(words.isEmpty() ? "" : ", ").append(name).append(" ").append(value);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? place, list or release");
    }
}
