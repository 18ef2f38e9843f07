package org.lethe.service.words;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.lethe.contracts.EventId;
import org.lethe.web.Chars;
import org.lethe.web.Items;

/// @param eventId of the event that will carry the envelope
/// @param words by field, such as `matter`
/// @param at when the event is recorded
public record WordsToSeal(
        EventId eventId,
        WordedType type,

        @Items(max = MAX_FIELDS, of = "texts by field") @Chars(max = MAX_CHARACTERS)
        Map<String, String> words,

        Instant at) {
    static final int MAX_FIELDS = 10; // an event stays small
    static final int MAX_CHARACTERS = 24_000; // a small logo in base64; all else is far shorter
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    public WordsToSeal {
        if (words.values().stream()
                        .filter(Objects::nonNull)
                        .mapToInt(String::length)
                        .sum()
                > MAX_CHARACTERS) {
            throw new IllegalArgumentException("texts of at most " + MAX_CHARACTERS + " characters together");
        }
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
