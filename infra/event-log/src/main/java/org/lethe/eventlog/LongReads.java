package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// Reads of much of the log, such as transcripts: so many at once and no more, so that whoever decides finds a
/// connection however many read. The others wait their turn.
final class LongReads {
    private static final Duration PATIENCE = Duration.ofSeconds(10); // some hundred turns of some ten milliseconds

    private final DataSource dataSource;
    private final Semaphore places;
    private final Duration patience;

    @FunctionalInterface
    interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    LongReads(DataSource dataSource, int atOnce) {
        this(dataSource, atOnce, PATIENCE);
    }

    LongReads(DataSource dataSource, int atOnce, Duration patience) {
        this.dataSource = dataSource;
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /// @throws EventLogUnavailableException if the database can't be reached, or others read for too long
    <T> T read(Read<T> read) {
        enter();
        try (Connection connection = dataSource.getConnection()) {
            return read.from(connection);
        } catch (SQLException e) {
            throw new EventLogUnavailableException("the log's database can't be reached", e);
        } finally {
            places.release();
        }
    }

    private void enter() {
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EventLogUnavailableException("too much of the log is being read", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventLogUnavailableException("interrupted while waiting", e);
        }
    }
}
