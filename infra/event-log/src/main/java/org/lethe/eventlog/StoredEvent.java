package org.lethe.eventlog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTypes;

/// One row of the log as it is stored.
///
/// @param position in the whole log, dense from 1
/// @param logIndex in the client's log, dense from 0
/// @param recordedAtMicros microseconds since 1970, UTC
/// @param tags `key=value`, the unique tag among them; sorted by bytes. Empty where the event
/// was searched by its tags
/// @param facts UTF-8 JSON, the exact bytes that the leaf commits to
public record StoredEvent(
        long position,
        UUID client,
        long logIndex,
        UUID eventId,
        String type,
        int version,
        long recordedAtMicros,
        List<String> tags,
        byte[] facts,
        byte @Nullable [] sealed,
        byte @Nullable [] metadata) {

    /// What happened, in terms of today whatever version wrote it.
    ///
    /// @throws org.lethe.contracts.UnknownEventTypeException if this version of Lethe knows no such event
    public Event event() {
        return EventJson.read(new EventTypes.WireType(type, version), facts);
    }

    public Instant recordedAt() {
        return Instant.EPOCH.plus(recordedAtMicros, ChronoUnit.MICROS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredEvent that && position == that.position && eventId.equals(that.eventId);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }

    @Override
    public String toString() {
        return "StoredEvent[" + position + " " + type + " " + Arrays.toString(tags.toArray()) + "]";
    }
}
