package org.lethe.cli.retention;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Day;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a hold covers. What is said has all to be true of a content; of several consumers or conversations, any one.
final class ScopeOptions {
    private static final int NOT_FOUND = 404;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--consumer", paramLabel = "ID", description = "A consumer; may be said again.")
    private List<UUID> consumers = List.of();

    @Option(names = "--consumer-email", paramLabel = "ADDRESS", description = "The consumer with this address.")
    private List<String> emails = List.of();

    @Option(names = "--consumer-phone", paramLabel = "NUMBER", description = "The consumer with this number.")
    private List<String> phones = List.of();

    @Option(names = "--consumer-external-id", paramLabel = "ID", description = "The consumer with this id of yours.")
    private List<String> externalIds = List.of();

    @Option(names = "--conversation", paramLabel = "ID", description = "A conversation; may be said again.")
    private List<UUID> conversations = List.of();

    @Option(names = "--channel", description = "What came by this channel.")
    private @Nullable String channel;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            converter = Day.class,
            description = "From this UTC day on, such as 2026-01-01.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", converter = Day.class, description = "To the end of this UTC day.")
    private @Nullable LocalDate to;

    @Option(names = "--all", description = "The whole client; alone.")
    private boolean all;

    void requireClear() {
        boolean particular =
                namesConsumers() || !conversations.isEmpty() || channel != null || from != null || to != null;
        if (all == particular) {
            throw new ParameterException(
                    command.commandLine(),
                    "say what it covers: --all alone, or any of --consumer, --consumer-email, --consumer-phone,"
                            + " --consumer-external-id, --conversation, --channel, --from and --to");
        }
    }

    private boolean namesConsumers() {
        return !(consumers.isEmpty() && emails.isEmpty() && phones.isEmpty() && externalIds.isEmpty());
    }

    /// The scope as the API takes it. Looks up who is named by an identifier.
    ObjectNode read(ClientApi client) {
        ObjectNode scope = Api.JSON.createObjectNode();
        if (all) {
            return scope.put("all", true);
        }
        if (namesConsumers()) {
            Set<String> ids = new LinkedHashSet<>();
            consumers.forEach(consumer -> ids.add(consumer.toString()));
            lookUp(client, "email", "--consumer-email", emails, ids);
            lookUp(client, "phone", "--consumer-phone", phones, ids);
            lookUp(client, "external_id", "--consumer-external-id", externalIds, ids);
            ArrayNode consumerIds = scope.putArray("consumer_ids");
            ids.forEach(consumerIds::add);
        }
        if (!conversations.isEmpty()) {
            ArrayNode conversationIds = scope.putArray("conversation_ids");
            conversations.forEach(conversation -> conversationIds.add(conversation.toString()));
        }
        put(scope, "channel", channel);
        put(scope, "from", from);
        put(scope, "to", to);
        return scope;
    }

    /// What was given stands in no message: it is what says who somebody is.
    private static void lookUp(ClientApi client, String field, String option, List<String> values, Set<String> ids) {
        for (int i = 0; i < values.size(); i++) {
            Api.Answer answer = client.api().post(client.path("/consumers/lookup"), Map.of(field, values.get(i)));
            String which = option + (values.size() == 1 ? "" : " number " + (i + 1));
            if (answer.status() == NOT_FOUND) {
                throw new RefusedException("the client has no consumer with that " + which + "; no hold was placed");
            }
            ids.add(answer.orRefuse("who is meant by " + which + " can't be looked up; no hold was placed")
                    .json()
                    .path("consumer_id")
                    .asString());
        }
    }

    private static void put(ObjectNode scope, String field, @Nullable Object value) {
        if (value != null) {
            scope.put(field, value.toString());
        }
    }
}
