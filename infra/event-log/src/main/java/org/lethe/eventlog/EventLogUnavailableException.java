package org.lethe.eventlog;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.TemporarilyUnavailable;

/// The log's database can't be reached, or not in time. Whether an append that was under way happened is not known;
/// sending it again with the same message id is safe.
public final class EventLogUnavailableException extends RuntimeException implements TemporarilyUnavailable {

    public EventLogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
