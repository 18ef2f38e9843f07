package org.lethe.eventlog;

import org.lethe.contracts.TemporarilyUnavailable;

/// More appends are waiting than the log takes; nothing of this one happened.
public final class EventLogOverloadedException extends RuntimeException implements TemporarilyUnavailable {

    public EventLogOverloadedException(int waiting) {
        super(waiting + " appends are waiting already");
    }
}
