package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// A legal hold: what a court, a regulator or a dispute forbids to destroy for as long as it lasts.
public record HoldId(@JsonValue UUID value) {

    @JsonCreator
    public HoldId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static HoldId random() {
        return new HoldId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static HoldId parse(String text) {
        return new HoldId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
