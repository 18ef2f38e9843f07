package org.lethe.eventlog;

/// More appends are waiting than the log takes; nothing of this one happened.
public final class EventLogOverloadedException extends RuntimeException {

    public EventLogOverloadedException(int waiting) {
        super(waiting + " appends are waiting already");
    }
}
