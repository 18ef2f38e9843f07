package org.lethe.eventlog;

import java.util.Map;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Makes Axon's messages from rows.
final class EventDecoder {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final EventCodec codec;

    EventDecoder(EventCodec codec) {
        this.codec = codec;
    }

    EventMessage message(StoredEvent event) {
        EventCodec.Decoded decoded = codec.decode(event);
        byte[] metadata = event.metadata();
        return new PlacedEvent(
                event.eventId().toString(),
                new MessageType(event.type(), decoded.version()),
                decoded.payload(),
                metadata == null ? Map.of() : JSON.readValue(metadata, METADATA),
                event.recordedAt(),
                place(event));
    }

    static LogPosition place(StoredEvent event) {
        return new LogPosition(event.position(), event.logIndex());
    }

    static Tag tag(String text) {
        int split = text.indexOf('=');
        return new Tag(text.substring(0, split), text.substring(split + 1));
    }
}
