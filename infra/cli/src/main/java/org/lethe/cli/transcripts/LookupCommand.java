package org.lethe.cli.transcripts;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe lookup`: who somebody is, and what conversations there are with them.
@Command(
        name = "lookup",
        header = {
            "Find a consumer by address, number or id of yours, and list the conversations with them.",
            "",
            "Examples:",
            "  lethe lookup --client Acme --consumer-email kim@example.com",
            "  lethe lookup --client Acme --consumer-external-id c-17 --json",
            ""
        })
public final class LookupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClientOptions options;

    @Mixin
    private PersonOptions person;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        if (!person.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "say who: --consumer-email, --consumer-phone or --consumer-external-id");
        }
        try (ClientApi client = options.connect()) {
            UUID consumer = person.require(client);
            List<JsonNode> conversations = conversations(client, consumer);
            output.result(Map.of("consumer_id", consumer, "conversations", conversations), out -> {
                out.println("Consumer " + consumer + " of " + client.title());
                out.println();
                if (conversations.isEmpty()) {
                    out.println("No conversations.");
                } else {
                    table(conversations).print(out);
                }
            });
        }
        return 0;
    }

    static List<JsonNode> conversations(ClientApi client, UUID consumer) {
        return client.api()
                .all(
                        client.path("/conversations?limit=200&consumer_id=" + consumer),
                        "the conversations can't be listed");
    }

    static Table table(List<JsonNode> conversations) {
        Table table = new Table("conversation", "channel", "opened at", "closed at", "status", "expired messages");
        for (JsonNode one : conversations) {
            table.row(
                    one.path("conversation_id"),
                    one.path("channel"),
                    one.path("opened_at"),
                    one.path("closed_at"),
                    one.path("status"),
                    one.path("expired_messages"));
        }
        return table;
    }
}
