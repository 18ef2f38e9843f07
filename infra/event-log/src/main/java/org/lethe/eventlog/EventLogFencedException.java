package org.lethe.eventlog;

import org.lethe.contracts.TemporarilyUnavailable;

/// The database lost the log's end: events that this process saw committed are gone, as after a failover to a
/// replica that was behind, or a restore under a running process. It appends nothing more, as its memory is of
/// another history.
public final class EventLogFencedException extends RuntimeException implements TemporarilyUnavailable {

    EventLogFencedException(long known, long found) {
        super("the log ends at position " + found + ", and this process has seen " + known
                + ": the database lost the end of the log; find out why, then restart");
    }
}
