package org.lethe.eventlog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// An event ready to be written: all that does not depend on its position is encoded already.
///
/// @param columns the row's columns after position, client and log index, in COPY's binary format
/// @param pairs under which the index of recent appends finds it
record EventRow(
        UUID client,
        UUID eventId,
        EventMessage message,
        long recordedAtMicros,
        Set<Tag> tags,
        @Nullable String uniqueTag,
        long uniquePair,
        long[] pairs,
        byte[] columns) {
    /// Under which an event's metadata tells what the clock said, where the event is recorded with a later time.
    static final String CLOCK = "clock";

    Instant recordedAt() {
        return Instant.EPOCH.plus(recordedAtMicros, ChronoUnit.MICROS);
    }

    /// The same recorded at a later time. What the clock said stays with it, beside what a leaf commits to.
    EventRow recordedAt(long laterMicros) {
        EventMessage later = recordedAt(message, laterMicros);
        return new EventRow(
                client,
                eventId,
                later,
                laterMicros,
                tags,
                uniqueTag,
                uniquePair,
                pairs,
                CopyFormat.columnsAt(
                        columns,
                        message.type().name(),
                        laterMicros,
                        EventEncoder.metadata(message.metadata()),
                        EventEncoder.metadata(later.metadata())));
    }

    static EventMessage recordedAt(EventMessage message, long laterMicros) {
        Map<String, String> metadata = new HashMap<>(message.metadata());
        metadata.put(CLOCK, message.timestamp().truncatedTo(ChronoUnit.MICROS).toString());
        return new GenericEventMessage(
                message.identifier(),
                message.type(),
                message.payload(),
                metadata,
                Instant.EPOCH.plus(laterMicros, ChronoUnit.MICROS));
    }
}
