package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// One conversation of a consumer with a client.
public record ConversationId(@JsonValue UUID value) {

    @JsonCreator
    public ConversationId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7), so that indexes grow at one end.
    public static ConversationId random() {
        return new ConversationId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static ConversationId parse(String text) {
        return new ConversationId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
