package org.lethe.eventlog;

import java.util.UUID;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import tools.jackson.databind.json.JsonMapper;

/// Payloads that are plain text, for tests of the log alone. Each goes to a log of its own, so its time stays what it
/// is
/// whichever came before.
final class TextCodec implements EventCodec {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Encoded encode(EventMessage event) {
        return new Encoded(UUID.randomUUID(), 0, JSON.writeValueAsBytes(event.payload()), null);
    }

    @Override
    public Decoded decode(StoredEvent event) {
        return new Decoded(MessageType.DEFAULT_VERSION, JSON.readValue(event.facts(), String.class));
    }
}
