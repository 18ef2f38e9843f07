package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// One event; sealed content is bound to it.
public record EventId(@JsonValue UUID value) {

    @JsonCreator
    public EventId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7), so that indexes grow at one end.
    public static EventId random() {
        return new EventId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static EventId parse(String text) {
        return new EventId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
