package org.lethe.cli.retention;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lethe hold place`.
@Command(
        name = "place",
        header = {
            "Place a legal hold. What it covers is not destroyed while it lasts, nor what is still to come of it.",
            "",
            "Examples:",
            "  lethe hold place --client Acme --matter \"Case 4711\" --reason \"court order\" --channel web --from 2026-01-01",
            "  lethe hold place --client Acme --matter \"Case 4712\" --reason \"court order\" --consumer-external-id c-17",
            "  lethe hold place --client Acme --matter \"Case 4713\" --reason \"court order\" --all",
            ""
        })
final class PlaceHoldCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(names = "--matter", required = true, paramLabel = "WORDS", description = "The case. Kept sealed.")
    private String matter = "";

    @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why. Kept sealed.")
    private String reason = "";

    @Option(names = "--custodian", paramLabel = "WORDS", description = "Who answers for it. Kept sealed.")
    private @Nullable String custodian;

    @Mixin
    private ScopeOptions covered;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        covered.requireClear();
        try (ClientApi client = options.connect()) {
            ObjectNode hold = Api.JSON.createObjectNode().put("matter", matter).put("reason", reason);
            if (custodian != null) {
                hold.put("custodian", custodian);
            }
            ObjectNode scope = covered.read(client);
            hold.set("scope", scope);
            JsonNode placed = client.api()
                    .post(client.path(HoldCommand.PATH), hold)
                    .orRefuse("the hold was not placed")
                    .json();
            output.result(placed, out -> {
                out.println("Hold " + placed.path("hold_id").asString() + " of " + client.title() + " is in force: "
                        + HoldCommand.scope(scope) + ".");
                placed.path("notes").forEach(note -> out.println("Note: " + note.asString()));
            });
        }
        return 0;
    }
}
