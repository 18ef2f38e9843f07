package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// An entry of a client's register of disclosures.
public record DisclosureId(@JsonValue UUID value) {

    @JsonCreator
    public DisclosureId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static DisclosureId random() {
        return new DisclosureId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static DisclosureId parse(String text) {
        return new DisclosureId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
