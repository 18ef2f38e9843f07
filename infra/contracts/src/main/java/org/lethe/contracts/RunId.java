package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// One run of retention: a look at what is due, or its destruction.
public record RunId(@JsonValue UUID value) {

    @JsonCreator
    public RunId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static RunId random() {
        return new RunId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static RunId parse(String text) {
        return new RunId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
