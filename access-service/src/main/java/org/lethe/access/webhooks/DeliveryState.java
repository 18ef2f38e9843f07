package org.lethe.access.webhooks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;

/// How a delivery stands.
enum DeliveryState {
    /// For its first or its next attempt.
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("delivered")
    DELIVERED,
    /// No attempt is left.
    @JsonProperty("dead_lettered")
    DEAD_LETTERED,
    /// Nothing is sent to the webhook any more.
    @JsonProperty("ended")
    ENDED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is none of this name
    static DeliveryState of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such state"));
    }
}
