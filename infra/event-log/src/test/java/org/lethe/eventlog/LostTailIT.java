package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A database that loses the end of the log under a running process, as in a failover to a replica that was behind.
class LostTailIT {
    private static final long PAST_THE_LAST_LOOK = 200_000_000;

    private final LogFixture fixture = new LogFixture();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final EventLog log =
            EventLog.open(fixture.dataSource, new NoteCodec(), EventLogSettings.defaults(), meters);

    @AfterEach
    void close() {
        log.close();
        fixture.close();
    }

    private Throwable append() {
        return LogFixture.outcome(LogFixture.append(log, AppendCondition.none(), LogFixture.note()));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = fixture.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void isNoticedBeforeAHoleIsWritten() throws SQLException {
        // given
        for (int i = 0; i < 5; i++) {
            assertThat(append()).isNull();
        }

        // when the newest events are gone
        execute("DELETE FROM event_log.event WHERE position > 3");
        LockSupport.parkNanos(PAST_THE_LAST_LOOK);

        // then nothing is appended any more, by whatever number of attempts
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(log.isFenced()).isTrue();
        assertThat(meters.get("lethe.log.fenced").gauge().value()).isEqualTo(1);
        assertThat(fixture.number("SELECT max(position) FROM event_log.event")).isEqualTo(3);
    }

    @Test
    void isNoticedAfterTheConnectionWasLost() throws SQLException {
        // given
        for (int i = 0; i < 5; i++) {
            assertThat(append()).isNull();
        }

        // when
        execute("DELETE FROM event_log.event WHERE position > 3");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                + " AND datname = current_database()");

        // then
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(fixture.number("SELECT max(position) FROM event_log.event")).isEqualTo(3);
    }

    @Test
    void anEmptiedLogIsNoticedToo() throws SQLException {
        assertThat(append()).isNull();

        execute("TRUNCATE event_log.event");
        LockSupport.parkNanos(PAST_THE_LAST_LOOK);

        assertThat(append()).isInstanceOf(EventLogFencedException.class);
    }
}
