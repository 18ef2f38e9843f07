package org.lethe.service.words;

import java.time.Instant;
import org.lethe.contracts.EventId;

/// @param eventId of the event that carries the envelope
/// @param sealed in base64 (RFC 4648, 4)
/// @param recordedAt when the event was recorded
public record WordsToOpen(EventId eventId, WordedType type, String sealed, Instant recordedAt) {}
