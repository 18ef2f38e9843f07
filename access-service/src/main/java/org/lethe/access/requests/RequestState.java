package org.lethe.access.requests;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// How a request stands.
enum RequestState {
    @JsonProperty("received")
    RECEIVED,
    @JsonProperty("verifying")
    VERIFYING,
    @JsonProperty("referred")
    REFERRED,
    @JsonProperty("in_progress")
    IN_PROGRESS,
    @JsonProperty("deferred")
    DEFERRED,
    @JsonProperty("fulfilled")
    FULFILLED,
    @JsonProperty("denied")
    DENIED,
    @JsonProperty("appealed")
    APPEALED,
    @JsonProperty("revoked")
    REVOKED,
    @JsonProperty("expired")
    EXPIRED;

    /// Whether somebody, or something, still has a next step to do.
    boolean isOpen() {
        return switch (this) {
            case RECEIVED, VERIFYING, REFERRED, IN_PROGRESS, DEFERRED, APPEALED -> true;
            case FULFILLED, DENIED, REVOKED, EXPIRED -> false;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
