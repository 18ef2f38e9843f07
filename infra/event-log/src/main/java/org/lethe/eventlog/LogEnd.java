package org.lethe.eventlog;

/// Where a client's log goes on.
///
/// @param nextLogIndex that its next event gets
/// @param recordedAtMicros of its newest event, before which no other of it is recorded
record LogEnd(long nextLogIndex, long recordedAtMicros) {
    static final LogEnd NOTHING = new LogEnd(0, Long.MIN_VALUE);

    /// The end behind an event that came.
    LogEnd behind(StoredEvent event) {
        return new LogEnd(event.logIndex() + 1, Math.max(recordedAtMicros, event.recordedAtMicros()));
    }

    /// The end behind one more event.
    LogEnd and(long micros) {
        return new LogEnd(nextLogIndex + 1, Math.max(recordedAtMicros, micros));
    }
}
