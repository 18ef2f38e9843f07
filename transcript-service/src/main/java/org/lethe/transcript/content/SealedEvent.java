package org.lethe.transcript.content;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Decision;

/// An event on its way to the log, and the envelope that was sealed for it: under the keys that its facts name, bound
/// to its id and type.
public record SealedEvent<E extends ContentEvent>(EventId id, E event, Sealed sealed) {

    public void append(ClientId client, Decision decision, Instant recordedAt) {
        decision.append(id, new LogEntry(client, event, sealed), recordedAt);
    }
}
