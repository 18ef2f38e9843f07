package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// What one event of the log carries: whose log it belongs to, its facts, and at most one envelope of content.
public record LogEntry(
        ClientId client, Event event, @Nullable Sealed sealed) {

    /// @throws IllegalArgumentException if the event is of no kind that carries an envelope
    public LogEntry {
        if (sealed != null && !(event instanceof ContentEvent || event instanceof WordedEvent)) {
            throw new IllegalArgumentException(event.getClass().getSimpleName() + " carries no envelope");
        }
    }

    public static LogEntry of(ClientId client, Event event) {
        return new LogEntry(client, event, null);
    }
}
