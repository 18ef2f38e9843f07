package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.eventlog.NoteCodec.Note;
import org.lethe.testkit.PostgresForTests;

/// A log on a database of its own, and raw appends to it.
final class LogFixture implements AutoCloseable {
    static final UUID CLIENT = new UUID(0, 1);
    static final String TYPE = "Noted";
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final long DEADLINE_SECONDS = 40;

    final String url = PostgresForTests.newDatabase();
    final HikariDataSource dataSource = PostgresForTests.dataSource(url);
    private final List<EventLog> opened = new ArrayList<>();

    LogFixture() {
        EventLogSchema.SCHEMA.migrate(dataSource);
    }

    EventLog open() {
        return open(EventLogSettings.defaults());
    }

    EventLog open(EventLogSettings settings) {
        EventLog log = EventLog.open(dataSource, new NoteCodec(), settings, new SimpleMeterRegistry());
        opened.add(log);
        return log;
    }

    /// Defaults, but for how much is remembered of recent appends.
    static EventLogSettings remembering(int recentTags) {
        EventLogSettings defaults = EventLogSettings.defaults();
        return new EventLogSettings(
                defaults.uniqueTagKeys(),
                defaults.maxBatchAppends(),
                defaults.maxWaitingAppends(),
                defaults.cachedTags(),
                recentTags,
                defaults.expectedUniqueTags(),
                defaults.maxLongReads(),
                Duration.ofMillis(100),
                defaults.reconnectTimeout());
    }

    static TaggedEventMessage<?> note(UUID client, String facts, Tag... tags) {
        return note(UUID.randomUUID(), TYPE, new Note(client, facts, null), tags);
    }

    static TaggedEventMessage<?> note(Tag... tags) {
        return note(CLIENT, "{}", tags);
    }

    static TaggedEventMessage<?> note(UUID id, String type, Note note, Tag... tags) {
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(id.toString(), new MessageType(type, "1"), note, Map.of(), AT),
                Set.copyOf(Arrays.asList(tags)));
    }

    static AppendCondition unless(EventCriteria criteria, long after) {
        return AppendCondition.withCriteria(criteria).withMarker(new GlobalIndexConsistencyMarker(after));
    }

    static CompletableFuture<Long> append(EventLog log, AppendCondition condition, TaggedEventMessage<?>... events) {
        return append(log, condition, null, events);
    }

    @SuppressWarnings("unchecked")
    static CompletableFuture<Long> append(
            EventLog log, AppendCondition condition, ProcessingContext context, TaggedEventMessage<?>... events) {
        return log.appendEvents(condition, context, List.of(events))
                .thenCompose(transaction -> ((AppendTransaction<Long>) transaction).commit(context));
    }

    static ProcessingContext context() {
        return new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create()
                .executeWithResult(CompletableFuture::completedFuture)
                .join();
    }

    /// What became of an append: nothing where it is durable, else why not.
    static Throwable outcome(CompletableFuture<?> append) {
        try {
            append.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof CompletionException nested ? nested.getCause() : e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("an append has no answer", e);
        }
    }

    static boolean won(CompletableFuture<?> append) {
        Throwable failure = outcome(append);
        if (failure != null) {
            assertThat(failure).isInstanceOf(AppendEventsTransactionRejectedException.class);
        }
        return failure == null;
    }

    /// A connection of the test's own: one of the pool may be among those that the test cut.
    private Connection look() throws SQLException {
        return DriverManager.getConnection(url);
    }

    List<StoredEvent> stored() {
        try (Connection connection = look()) {
            return EventTable.range(connection, 0, Long.MAX_VALUE, Integer.MAX_VALUE, null);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Positions are 1..n; each client's indexes are 0..n-1 in the same order; no event stands there twice.
    List<StoredEvent> storedAndSound() {
        List<StoredEvent> stored = stored();
        Map<UUID, Long> next = new HashMap<>();
        long position = 0;
        for (StoredEvent event : stored) {
            assertThat(event.position()).isEqualTo(++position);
            assertThat(event.logIndex())
                    .as("log index at position %d", position)
                    .isEqualTo(next.merge(event.client(), 1L, Long::sum) - 1);
        }
        assertThat(stored.stream().map(StoredEvent::eventId).collect(Collectors.toSet()))
                .hasSameSizeAs(stored);
        return stored;
    }

    static String facts(StoredEvent event) {
        return new String(event.facts(), StandardCharsets.UTF_8);
    }

    void execute(String sql) {
        try (Connection connection = look();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    long number(String sql) {
        try (Connection connection = look();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        opened.forEach(EventLog::close);
        dataSource.close();
    }
}
