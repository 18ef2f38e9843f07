package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// What one event of the log carries: whose log it belongs to, its facts, and at most one envelope of content.
public record LogEntry(
        ClientId client, Event event, @Nullable Sealed sealed) {

    public static LogEntry of(ClientId client, Event event) {
        return new LogEntry(client, event, null);
    }
}
