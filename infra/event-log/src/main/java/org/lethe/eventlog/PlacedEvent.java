package org.lethe.eventlog;

import java.time.Instant;
import java.util.Map;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.GenericEventMessage;

/// An event that was read from the log and knows its place: Axon's processors pass on the message and its token, and
/// drop every other resource.
final class PlacedEvent extends GenericEventMessage {
    private final LogPosition place;

    PlacedEvent(
            String identifier,
            MessageType type,
            Object payload,
            Map<String, String> metadata,
            Instant timestamp,
            LogPosition place) {
        super(identifier, type, payload, metadata, timestamp);
        this.place = place;
    }

    LogPosition place() {
        return place;
    }
}
