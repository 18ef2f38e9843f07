package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// What one event of the log carries: whose log it belongs to, its facts, and at most one envelope of content.
public record LogEntry(
        ClientId client, Event event, @Nullable Sealed sealed) {

    /// For who appends. Not so for who reads: what stands in a log can be read, however odd it is.
    ///
    /// @throws IllegalArgumentException if it has an envelope and the event is of no kind that carries one
    public void requireEnvelopeFits() {
        if (sealed != null && !(event instanceof ContentEvent || event instanceof WordedEvent)) {
            throw new IllegalArgumentException(event.getClass().getSimpleName() + " carries no envelope");
        }
    }

    public static LogEntry of(ClientId client, Event event) {
        return new LogEntry(client, event, null);
    }
}
