package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who goes together, and who waits for whom.
class GroupCommitIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BLOCKED =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'event_log.event'::regclass";

    private final LogFixture fixture = new LogFixture();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final EventLog log =
            EventLog.open(fixture.dataSource, new NoteCodec(), EventLogSettings.defaults(), meters);

    @AfterEach
    void close() {
        log.close();
        fixture.close();
    }

    private CompletableFuture<Long> append() {
        return LogFixture.append(log, AppendCondition.none(), LogFixture.note());
    }

    private void appendOneByOne(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(LogFixture.outcome(append())).isNull();
        }
    }

    private long batches() {
        return meters.get("lethe.log.batch.size").summary().count();
    }

    private double waits() {
        return meters.get("lethe.log.batch.waits").counter().count();
    }

    /// One goes ahead and is held up by the table's lock; the others come meanwhile and go together.
    private void appendTogether(int others) throws SQLException {
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        try (Connection connection = fixture.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE event_log.event IN EXCLUSIVE MODE");
            appends.add(append());
            Awaitility.await().atMost(SOON).until(() -> fixture.number(BLOCKED) == 1);
            for (int i = 0; i < others; i++) {
                appends.add(append());
            }
            connection.commit();
        }
        appends.forEach(append -> assertThat(LogFixture.outcome(append)).isNull());
    }

    @Test
    void whoAppendsOneByOneWaitsForNobody() {
        appendOneByOne(40);

        assertThat(batches()).isEqualTo(40);
        assertThat(waits()).isZero();
    }

    @Test
    void afterManyCameTogetherOneBatchWaitsForThemAndNoMore() throws SQLException {
        // given
        appendTogether(50);
        assertThat(batches()).isEqualTo(2);
        assertThat(waits()).isZero();

        // when: the others never come
        appendOneByOne(10);

        // then
        assertThat(waits()).isOne();
        assertThat(batches()).isEqualTo(12);
        assertThat(fixture.storedAndSound()).hasSize(61);
    }
}
