package org.lethe.cli.transcripts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Option;

/// By what a consumer is known. It stands in no message: it is what says who somebody is.
final class PersonOptions {
    private static final int NOT_FOUND = 404;

    @Option(names = "--consumer-email", paramLabel = "ADDRESS", description = "The consumer with this address.")
    private @Nullable String email;

    @Option(names = "--consumer-phone", paramLabel = "NUMBER", description = "The consumer with this number.")
    private @Nullable String phone;

    @Option(names = "--consumer-external-id", paramLabel = "ID", description = "The consumer with this id of yours.")
    private @Nullable String externalId;

    boolean isGiven() {
        return email != null || phone != null || externalId != null;
    }

    /// @return empty where the client has no such consumer
    Optional<UUID> lookUp(ClientApi client) {
        Map<String, String> known = new LinkedHashMap<>();
        put(known, "email", email);
        put(known, "phone", phone);
        put(known, "external_id", externalId);
        Api.Answer answer = client.api().post(client.path("/consumers/lookup"), known);
        return answer.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(UUID.fromString(answer.orRefuse("who is meant can't be looked up")
                        .json()
                        .path("consumer_id")
                        .asString()));
    }

    /// @throws RefusedException if the client has no such consumer
    UUID require(ClientApi client) {
        return lookUp(client).orElseThrow(() -> new RefusedException(client.title() + " has no such consumer"));
    }

    private static void put(Map<String, String> known, String field, @Nullable String value) {
        if (value != null) {
            known.put(field, value);
        }
    }
}
