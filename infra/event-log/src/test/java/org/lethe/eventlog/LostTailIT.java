package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

    @Test
    void isNoticedBeforeAHoleIsWritten() {
        // given
        for (int i = 0; i < 5; i++) {
            assertThat(append()).isNull();
        }

        // when the newest events are gone
        fixture.execute("DELETE FROM event_log.event WHERE position > 3");
        LockSupport.parkNanos(PAST_THE_LAST_LOOK);

        // then nothing is appended any more, by whatever number of attempts
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(log.isFenced()).isTrue();
        assertThat(meters.get("lethe.log.fenced").gauge().value()).isEqualTo(1);
        assertThat(fixture.number("SELECT max(position) FROM event_log.event")).isEqualTo(3);
    }

    @Test
    void isNoticedAfterTheConnectionWasLost() {
        // given
        for (int i = 0; i < 5; i++) {
            assertThat(append()).isNull();
        }

        // when
        fixture.execute("DELETE FROM event_log.event WHERE position > 3");
        fixture.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                + " AND datname = current_database()");

        // then
        assertThat(append()).isInstanceOf(EventLogFencedException.class);
        assertThat(fixture.number("SELECT max(position) FROM event_log.event")).isEqualTo(3);
    }

    @Test
    void anEmptiedLogIsNoticedToo() {
        assertThat(append()).isNull();

        fixture.execute("TRUNCATE event_log.event");
        LockSupport.parkNanos(PAST_THE_LAST_LOOK);

        assertThat(append()).isInstanceOf(EventLogFencedException.class);
    }
}
