package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// Somebody to whom a client discloses.
public record RecipientId(@JsonValue UUID value) {

    @JsonCreator
    public RecipientId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static RecipientId random() {
        return new RecipientId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static RecipientId parse(String text) {
        return new RecipientId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
