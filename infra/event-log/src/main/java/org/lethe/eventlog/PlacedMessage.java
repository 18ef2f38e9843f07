package org.lethe.eventlog;

import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;

/// An event that knows where it stands. Axon's processors keep an entry's token and drop what else came beside it.
final class PlacedMessage extends GenericEventMessage {
    private final LogPosition place;

    PlacedMessage(EventMessage event, LogPosition place) {
        super(event.identifier(), event.type(), event.payload(), event.metadata(), event.timestamp());
        this.place = place;
    }

    LogPosition place() {
        return place;
    }
}
