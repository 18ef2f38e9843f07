package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/// A request of a consumer, or in their name.
public record RequestId(@JsonValue UUID value) {

    @JsonCreator
    public RequestId {}

    /// A new id, time-ordered (RFC 9562, UUIDv7).
    public static RequestId random() {
        return new RequestId(UuidCreator.getTimeOrderedEpochFast());
    }

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static RequestId parse(String text) {
        return new RequestId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
