package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// What a client tells people of how it handles their data: one version for one audience.
public record PolicyId(@JsonValue UUID value) {

    @JsonCreator
    public PolicyId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static PolicyId random() {
        return new PolicyId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static PolicyId parse(String text) {
        return new PolicyId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
