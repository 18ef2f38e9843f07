package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// A brand that embeds chat; the controller on whose behalf transcripts are kept.
public record ClientId(@JsonValue UUID value) {

    /// Whose log it is when an event belongs to no client: the nil UUID.
    public static final ClientId PLATFORM = new ClientId(new UUID(0, 0));

    @JsonCreator
    public ClientId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7), so that indexes grow at one end.
    public static ClientId random() {
        return new ClientId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static ClientId parse(String text) {
        return new ClientId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
