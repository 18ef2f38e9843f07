package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// One message. Derived by keyed hash from the id that the client gave it, or random where it gave none.
public record MessageId(@JsonValue UUID value) {

    @JsonCreator
    public MessageId {}

    /// @throws IllegalArgumentException if the text is no UUID in its canonical form of 36 characters
    public static MessageId parse(String text) {
        return new MessageId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
