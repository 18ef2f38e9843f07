package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections are cut under load, in the middle of commits too.
class DatabaseGoneIT {
    private static final int CUTS = 60;
    private static final int WRITERS = 24;

    private final LogFixture fixture = new LogFixture();
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        writers.close();
        fixture.close();
    }

    @Test
    void whatWasAcknowledgedStandsThereOnceAndNothingIsDoubled() throws Exception {
        // given
        List<EventLog> logs = List.of(fixture.open(), fixture.open());
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> all = IntStream.range(0, WRITERS)
                .<Future<?>>mapToObj(
                        writer -> writers.submit(() -> write(logs.get(writer % 2), writer, acknowledged, enough)))
                .toList();

        // when
        try (Connection own = DriverManager.getConnection(fixture.url);
                Statement statement = own.createStatement()) {
            for (int cut = 0; cut < CUTS; cut++) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                int before = acknowledged.size();
                Awaitility.await()
                        .atMost(30, TimeUnit.SECONDS)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> acknowledged.size() > before + cutAfter(before));
            }
        }
        enough.set(true);
        for (Future<?> writer : all) {
            writer.get(60, TimeUnit.SECONDS);
        }

        // then
        List<StoredEvent> stored = fixture.storedAndSound();
        assertThat(stored.stream().map(StoredEvent::eventId).collect(Collectors.toSet()))
                .containsAll(acknowledged);
        assertThat(stored.stream()
                        .flatMap(event -> event.tags().stream())
                        .collect(Collectors.groupingBy(tag -> tag, Collectors.counting())))
                .isNotEmpty()
                .allSatisfy((tag, times) -> assertThat(times).as(tag).isOne());
        assertThat(acknowledged).hasSizeGreaterThan(CUTS);
    }

    /// Differs from cut to cut, so that they hit transactions in different states.
    private static int cutAfter(int seed) {
        return seed % 37;
    }

    private static void write(EventLog log, int writer, Set<UUID> acknowledged, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            UUID id = UUID.randomUUID();
            Tag own = new Tag(i % 2 == 0 ? "boundary" : "message", writer + "-" + i);
            AppendCondition condition =
                    i % 3 == 0 ? AppendCondition.none() : LogFixture.unless(EventCriteria.havingTags(Set.of(own)), 0);
            Throwable failure = LogFixture.outcome(LogFixture.append(
                    log,
                    condition,
                    LogFixture.note(
                            id, LogFixture.TYPE, new NoteCodec.Note(new UUID(9, writer % 3), "{}", null), own)));
            if (failure == null) {
                acknowledged.add(id);
            } else {
                assertThat(failure)
                        .as("nobody else wants these boundaries: no append may be refused for its own event")
                        .isInstanceOf(EventLogUnavailableException.class);
            }
        }
    }

    @Test
    void anAppendFailsInTimeWhereTheDatabaseStaysAway() throws SQLException {
        // given
        EventLog log = fixture.open();
        LogFixture.won(LogFixture.append(log, AppendCondition.none(), LogFixture.note()));

        // when every transaction fails as a full disk makes it fail
        fixture.execute("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$");
        fixture.execute("CREATE TRIGGER full_disk BEFORE INSERT ON event_log.event EXECUTE FUNCTION full_disk()");
        Throwable failure = LogFixture.outcome(LogFixture.append(log, AppendCondition.none(), LogFixture.note()));
        fixture.execute("DROP TRIGGER full_disk ON event_log.event");

        // then
        assertThat(failure).isInstanceOf(EventLogUnavailableException.class);
        assertThat(LogFixture.won(LogFixture.append(log, AppendCondition.none(), LogFixture.note())))
                .isTrue();
        assertThat(fixture.storedAndSound()).hasSize(2);
    }
}
