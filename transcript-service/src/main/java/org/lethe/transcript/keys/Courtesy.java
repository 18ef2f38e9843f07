package org.lethe.transcript.keys;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.RotationProgress;

/// Lets capture go first: while many append at once, wrapping keys again rests after each of its transactions. It has a
/// day for what takes minutes.
final class Courtesy implements RotationProgress {
    private static final int MANY = 16; // appends in one transaction; with fewer the database has room
    private static final int REST_FACTOR = 4; // of the time that it worked

    private final EventLog log;

    Courtesy(EventLog log) {
        this.log = log;
    }

    @Override
    public void at(Step step, long done, long total) {
        // nobody watches
    }

    @Override
    public void worked(Duration length) {
        if (log.appendsTogether() >= MANY) {
            LockSupport.parkNanos(length.multipliedBy(REST_FACTOR).toNanos());
        }
    }
}
