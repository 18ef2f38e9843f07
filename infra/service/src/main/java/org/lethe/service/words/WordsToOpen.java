package org.lethe.service.words;

import java.time.Instant;
import org.lethe.contracts.EventId;
import org.lethe.web.Chars;

/// @param eventId of the event that carries the envelope
/// @param sealed in base64 (RFC 4648, 4)
/// @param recordedAt when the event was recorded
public record WordsToOpen(
        EventId eventId,
        WordedType type,
        @Chars(max = MAX_CHARACTERS) String sealed,
        Instant recordedAt) {
    static final int MAX_CHARACTERS = 240_000; // more than the longest words make that are sealed
}
