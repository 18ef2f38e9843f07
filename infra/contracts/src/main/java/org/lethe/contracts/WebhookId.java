package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// Where a client is told what happens to its requests.
public record WebhookId(@JsonValue UUID value) {

    @JsonCreator
    public WebhookId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static WebhookId random() {
        return new WebhookId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static WebhookId parse(String text) {
        return new WebhookId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
