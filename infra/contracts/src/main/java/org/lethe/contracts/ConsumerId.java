package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// A person who talks to a client, known by a random id only; the same person coming back after an erasure is somebody
/// new.
public record ConsumerId(@JsonValue UUID value) {

    @JsonCreator
    public ConsumerId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7), so that indexes grow at one end.
    public static ConsumerId random() {
        return new ConsumerId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static ConsumerId parse(String text) {
        return new ConsumerId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
