package org.lethe.cli.transcripts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe erase`: forget a consumer or a conversation.
@Command(
        name = "erase",
        header = {
            "Forget a consumer or one conversation: a key is destroyed, and nothing brings the words back. What a legal hold"
                    + " covers stays readable for the hold alone. Ends with the signed receipt.",
            "",
            "Examples:",
            "  lethe erase --client Acme --consumer-email kim@example.com --reason consumer-request --dry-run",
            "  lethe erase --client Acme --consumer-email kim@example.com --reason consumer-request",
            "  lethe erase --client Acme --conversation 019a8f00-0000-7000-8000-000000000003 --reason client-instruction"
                    + " --yes",
            ""
        })
public final class EraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--consumer", paramLabel = "ID", description = "The consumer with this id.")
    private @Nullable UUID consumer;

    @Mixin
    private PersonOptions person;

    @Option(names = "--conversation", paramLabel = "ID", description = "One conversation alone.")
    private @Nullable UUID conversation;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "WORDS",
            description = "consumer-request, client-instruction and legal-obligation stand in the log in clear; other"
                    + " words are kept sealed.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Only show what would go.")
    private boolean dryRun;

    @Mixin
    private ClientOptions options;

    @Mixin
    private Consent consent;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        int given = (consumer != null ? 1 : 0) + (person.isGiven() ? 1 : 0) + (conversation != null ? 1 : 0);
        if (given != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say what goes, one of: --consumer, --consumer-email, --consumer-phone, --consumer-external-id,"
                            + " --conversation");
        }
        try (ClientApi client = options.connect()) {
            UUID whole = conversation != null ? null : consumer != null ? consumer : person.require(client);
            List<JsonNode> conversations = whole == null
                    ? List.of(client.api()
                            .get(client.path("/conversations/" + conversation))
                            .orRefuse("the conversation can't be found")
                            .json())
                    : LookupCommand.conversations(client, whole);
            if (dryRun) {
                show(client, whole, conversations);
                return 0;
            }
            String words = whole == null ? String.valueOf(conversation) : whole.toString();
            consent.requireTyped(
                    output,
                    "This forgets "
                            + (whole == null
                                    ? "the conversation"
                                    : "the consumer and " + conversations.size() + " conversations")
                            + " of " + client.title() + " for ever.",
                    words);
            erase(client, whole);
        }
        return 0;
    }

    private void show(ClientApi client, @Nullable UUID whole, List<JsonNode> conversations) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("dry_run", true);
        if (whole != null) {
            shown.put("consumer_id", whole);
        }
        shown.put("conversations", conversations);
        output.result(shown, out -> {
            out.println("Nothing is done. Of " + client.title()
                    + (whole == null ? " this conversation would go:" : " consumer " + whole + " would go, with:"));
            out.println();
            LookupCommand.table(conversations).print(out);
        });
    }

    private void erase(ClientApi client, @Nullable UUID whole) {
        String path = whole == null ? "/conversations/" + conversation : "/consumers/" + whole;
        JsonNode erased = client.api()
                .post(client.path(path + "/erase"), Map.of("reason", reason))
                .orRefuse("nothing was erased")
                .json();
        output.result(erased, out -> {
            JsonNode receipt = erased.path("receipt");
            out.println("Erased at " + receipt.path("erased_at").asString() + ", log index "
                    + receipt.path("log_index").asString() + ".");
            receipt.path("keys")
                    .forEach(key ->
                            out.println("Key destroyed: " + key.path("kind").asString() + " "
                                    + key.path("fingerprint").asString("(there never was one)")));
            receipt.path("held")
                    .forEach(held -> out.println(
                            "Kept for legal hold " + held.path("hold_id").asString() + " alone, while it lasts: "
                                    + held.path("content_keys").asString() + " content keys."));
            out.println(
                    receipt.path("irrecoverable_at").isMissingNode()
                            ? "Old backups may hold the key until they go; the receipt says irrecoverable_at then."
                            : "Irrecoverable since "
                                    + receipt.path("irrecoverable_at").asString() + ".");
            out.println("The signed receipt, to keep or hand on: the same command with --json.");
        });
    }
}
