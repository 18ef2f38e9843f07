package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// An API key, by a random id that says nothing of the key itself.
public record ApiKeyId(@JsonValue UUID value) {

    @JsonCreator
    public ApiKeyId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7), so that indexes grow at one end.
    public static ApiKeyId random() {
        return new ApiKeyId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static ApiKeyId parse(String text) {
        return new ApiKeyId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
