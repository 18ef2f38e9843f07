package org.lethe.service.words;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.lethe.contracts.EventId;

/// @param eventId of the event that will carry the envelope
/// @param words by field, such as `matter`
/// @param at when the event is recorded
public record WordsToSeal(EventId eventId, WordedType type, Map<String, String> words, Instant at) {
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    public WordsToSeal {
        words.forEach((field, word) -> {
            if (word == null || !FIELD.matcher(field).matches()) {
                throw new IllegalArgumentException("texts by field, such as `matter`");
            }
        });
        words = Map.copyOf(words);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
