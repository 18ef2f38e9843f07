package org.lethe.cli.requests;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Whose request it is. Sent as it is: whom the client doesn't know can ask too, and is told that nothing is held.
final class RequesterOptions {
    @Option(names = "--consumer", paramLabel = "ID", description = "The consumer with this id.")
    private @Nullable UUID consumer;

    @Option(names = "--consumer-email", paramLabel = "ADDRESS", description = "The consumer with this address.")
    private @Nullable String email;

    @Option(names = "--consumer-phone", paramLabel = "NUMBER", description = "The consumer with this number.")
    private @Nullable String phone;

    @Option(names = "--consumer-external-id", paramLabel = "ID", description = "The consumer with this id of yours.")
    private @Nullable String externalId;

    boolean isGiven() {
        return consumer != null || email != null || phone != null || externalId != null;
    }

    ObjectNode toJson() {
        ObjectNode json = Api.JSON.createObjectNode();
        put(json, "email", email);
        put(json, "phone", phone);
        put(json, "external_id", externalId);
        put(json, "consumer_id", consumer);
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.put(field, value.toString());
        }
    }
}
