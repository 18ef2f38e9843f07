package org.lethe.eventlog;

import org.axonframework.messaging.eventhandling.EventMessage;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;

/// Stores a `LogEntry`: the facts as their JSON, the envelope as it is.
public final class EntryCodec implements EventCodec {

    @Override
    public Encoded encode(EventMessage event) {
        if (!(event.payload() instanceof LogEntry entry)) {
            throw new IllegalArgumentException("the log takes events as LogEntry");
        }
        entry.requireEnvelopeFits();
        Sealed sealed = entry.sealed();
        return new Encoded(
                entry.client().value(),
                EventTypes.of(entry.event().getClass()).version(),
                EventJson.write(entry.event()),
                sealed == null ? null : sealed.bytes());
    }

    @Override
    public Decoded decode(StoredEvent event) {
        byte[] sealed = event.sealed();
        return new Decoded(
                Integer.toString(event.version()),
                new LogEntry(new ClientId(event.client()), event.event(), sealed == null ? null : new Sealed(sealed)));
    }
}
