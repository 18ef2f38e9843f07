package org.lethe.eventlog;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EmptyAppendTransaction;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexPosition;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageStream.Entry;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.SimpleEntry;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.EventCriterion;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Meters;

/// The append-only log in PostgreSQL, as Axon's event storage with dynamic consistency boundaries.
///
/// A position is global, dense from 1 and in commit order; a tracking token holds the position last seen (0 before the
/// first). An append is acknowledged when its transaction is durable.
public final class EventLog implements EventStorageEngine, LogReader, AutoCloseable {
    private static final int PAGE_EVENTS = 1_000;
    private static final int SCAN_POSITIONS = 20_000; // so a reader of rare types moves on through what it passes over
    private static final int COMPLETION_THREADS = 2;
    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final long CATCH_UP_STEP_NANOS = 1_000_000;

    private final DataSource dataSource;
    private final EventLogSettings settings;
    private final EventEncoder encoder;
    private final EventDecoder decoder;
    private final UniqueTags uniqueTags;
    private final LongReads longReads;
    private final DecisionCache decisions;
    private final LogHead head;
    private final GroupCommit writer;
    private final LogNotifications notifications;
    private final ExecutorService completions;
    private final Set<TailingStream> tails = ConcurrentHashMap.newKeySet();

    private EventLog(DataSource dataSource, EventCodec codec, EventLogSettings settings, MeterRegistry meters)
            throws SQLException {
        this.dataSource = dataSource;
        this.settings = settings;
        this.encoder = new EventEncoder(codec, settings.uniqueTagKeys());
        this.decoder = new EventDecoder(codec);
        this.uniqueTags = new UniqueTags(settings.uniqueTagKeys(), settings.expectedUniqueTags());
        this.longReads = new LongReads(dataSource, settings.maxLongReads());
        this.decisions = new DecisionCache(settings.cachedTags(), this::readForDecision);
        this.head = new LogHead(headInDatabase(), decisions, uniqueTags, decoder);
        this.completions = Executors.newFixedThreadPool(
                COMPLETION_THREADS,
                Thread.ofPlatform().name("lethe-log-completion-", 0).daemon().factory());
        this.writer = new GroupCommit(settings, new LogConnection(dataSource), head, completions, meters);
        this.notifications = new LogNotifications(dataSource, head, settings.pollInterval(), writer::askForRefresh);
        meters.gauge(Meters.LOG_HEAD.meter(), head, LogHead::position);
    }

    /// Opens the log; the schema is there already ([EventLogSchema]).
    ///
    /// @param dataSource keeps one connection for writing, one for listening, and lends others to readers
    /// @throws EventLogUnavailableException if the database can't be reached
    public static EventLog open(
            DataSource dataSource, EventCodec codec, EventLogSettings settings, MeterRegistry meters) {
        try {
            EventLog log = new EventLog(dataSource, codec, settings, meters);
            log.start();
            return log;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private void start() {
        uniqueTags.load(dataSource, head.position());
        head.onPublish(() -> tails.forEach(TailingStream::wake));
        writer.start();
        notifications.start();
    }

    /// The newest position that this process knows; 0 for an empty log.
    public long headPosition() {
        return head.position();
    }

    /// Whether the database lost the end of the log that this process has seen: then nothing is appended any more,
    /// and a person has to look.
    public boolean isFenced() {
        return writer.isFenced();
    }

    /// How many appends of this process came together into the newest transaction: the more, the busier the database. 0
    /// where none came for a while.
    public int appendsTogether() {
        return writer.together();
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(EmptyAppendTransaction.INSTANCE);
        }
        List<EventRow> rows = new ArrayList<>(events.size());
        for (TaggedEventMessage<?> event : events) {
            rows.add(encoder.row(event));
        }
        PendingAppend append = new PendingAppend(
                Condition.of(condition, flattened(condition.criteria(), context)),
                rows,
                TransactionStep.of(context),
                context == null ? null : Appended.by(context));
        return CompletableFuture.completedFuture(new LogTransaction(append));
    }

    private final class LogTransaction implements AppendTransaction<Long> {
        private final PendingAppend append;
        private boolean ended;

        private LogTransaction(PendingAppend append) {
            this.append = append;
        }

        @Override
        public CompletableFuture<Long> commit(@Nullable ProcessingContext context) {
            if (ended) {
                return CompletableFuture.failedFuture(new IllegalStateException("committed or rolled back already"));
            }
            ended = true;
            return writer.submit(append);
        }

        @Override
        public void rollback(@Nullable ProcessingContext context) {
            ended = true;
        }

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(Long position, @Nullable ProcessingContext context) {
            return CompletableFuture.completedFuture(new GlobalIndexConsistencyMarker(position));
        }
    }

    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
        long marker = head.position();
        long after = Math.max(0, GlobalIndexPosition.toIndex(condition.start()));
        List<Entry<EventMessage>> entries = new ArrayList<>();
        try {
            for (DecisionCache.Placed event : find(condition.criteria(), flattened(condition.criteria(), context))) {
                if (event.position().position() > after) {
                    entries.add(entry(event.message(), event.position()));
                }
            }
        } catch (SQLException e) {
            return MessageStream.<EventMessage>failed(unavailable(e)).cast();
        }
        entries.add(new SimpleEntry<>(
                TerminalEventMessage.INSTANCE,
                Context.with(ConsistencyMarker.RESOURCE_KEY, new GlobalIndexConsistencyMarker(marker))));
        return new ListStream(entries);
    }

    /// What a decision sources is what its append is conditional on: flattened once for both.
    private static Set<EventCriterion> flattened(EventCriteria criteria, @Nullable ProcessingContext context) {
        if (context == null) {
            return criteria.flatten();
        }
        Flattened known = context.getResource(Flattened.RESOURCE_KEY);
        if (known == null || known.criteria() != criteria) {
            known = new Flattened(criteria, criteria.flatten());
            context.putResource(Flattened.RESOURCE_KEY, known);
        }
        return known.flat();
    }

    private record Flattened(EventCriteria criteria, Set<EventCriterion> flat) {
        private static final ResourceKey<Flattened> RESOURCE_KEY = ResourceKey.withLabel("flattenedCriteria");
    }

    private List<DecisionCache.Placed> find(EventCriteria criteria, Set<EventCriterion> flat) throws SQLException {
        List<DecisionCache.Placed> found = new ArrayList<>(2);
        if (!criteria.hasCriteria()) {
            for (StoredEvent event : readAll()) {
                found.add(placed(event));
            }
            return found;
        }
        int sources = 0;
        for (EventCriterion criterion : flat) {
            int before = found.size();
            collect(criterion, found);
            sources += found.size() > before ? 1 : 0;
        }
        return sources > 1 || found.size() > 1 ? inOrder(found) : found;
    }

    private static List<DecisionCache.Placed> inOrder(List<DecisionCache.Placed> found) {
        Set<Long> seen = new HashSet<>();
        return found.stream()
                .filter(event -> seen.add(event.position().position()))
                .sorted(Comparator.comparingLong(event -> event.position().position()))
                .toList();
    }

    private void collect(EventCriterion criterion, List<DecisionCache.Placed> found) throws SQLException {
        for (Tag tag : criterion.tags()) {
            if (uniqueTags.isUnique(tag) && !uniqueTags.mightBeUsed(EventTable.text(tag))) {
                return;
            }
        }
        boolean cached = criterion.tags().size() == 1
                && !criterion.types().isEmpty()
                && criterion.tags().stream().noneMatch(uniqueTags::isUnique);
        if (cached) {
            decisions.collect(criterion.tags().iterator().next(), criterion.types(), found);
        } else {
            found.addAll(read(criterion.tags(), criterion.types()));
        }
    }

    private List<DecisionCache.Placed> readForDecision(Tag tag, Set<QualifiedName> types) throws SQLException {
        return read(Set.of(tag), types);
    }

    private List<DecisionCache.Placed> read(Set<Tag> tags, Set<QualifiedName> types) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.find(connection, tags, types, 0, settings.uniqueTagKeys()).stream()
                    .map(this::placed)
                    .toList();
        }
    }

    private List<StoredEvent> readAll() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.range(connection, 0, Long.MAX_VALUE, Integer.MAX_VALUE, null);
        }
    }

    @Override
    public List<StoredEvent> read(Tag tag, Collection<String> types) {
        return longReads.read(connection -> find(connection, tag, types));
    }

    @Override
    public List<StoredEvent> facts(Collection<Tag> tags, Collection<String> types) {
        return longReads.read(connection -> EventTable.facts(connection, tags, types));
    }

    @Override
    public long head() {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.head(connection);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public List<StoredEvent> facts(Connection transaction, Collection<Tag> tags, Collection<String> types) {
        try {
            return EventTable.facts(transaction, tags, types);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public List<StoredEvent> factsSince(
            Connection transaction, ClientId client, long position, Collection<String> types) {
        try {
            return EventTable.factsSince(transaction, client.value(), position, types);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// At most so many events of these types that carry this tag, in any order.
    ///
    /// @param tag no unique one
    /// @throws EventLogUnavailableException if the database can't be reached
    public List<StoredEvent> readSome(Tag tag, Collection<String> types, int limit) {
        return longReads.read(connection -> EventTable.some(connection, tag, types, limit));
    }

    /// All events of these types that carry this tag, in any order, without what is sealed in them (an empty envelope
    /// stands for one that is there): one after the other, so that many take no memory.
    ///
    /// @param tag no unique one
    /// @throws EventLogUnavailableException if the database can't be reached
    public void readHeads(Tag tag, Collection<String> types, Consumer<StoredEvent> each) {
        longReads.read(connection -> {
            connection.setAutoCommit(false);
            EventTable.heads(connection, tag, types, each);
            connection.rollback();
            return connection;
        });
    }

    /// The events at these positions, in any order.
    ///
    /// @throws EventLogUnavailableException if the database can't be reached
    public List<StoredEvent> readAt(Collection<Long> positions) {
        return longReads.read(connection -> EventTable.at(connection, positions));
    }

    private List<StoredEvent> find(Connection connection, Tag tag, Collection<String> types) throws SQLException {
        return EventTable.find(
                connection,
                Set.of(tag),
                types.stream().map(QualifiedName::new).collect(Collectors.toUnmodifiableSet()),
                0,
                settings.uniqueTagKeys());
    }

    /// What a decision would source, outside of any decision: from memory where it is known.
    ///
    /// @throws EventLogUnavailableException if the database can't be reached
    public List<Decision.Sourced> lookUp(EventCriteria criteria) {
        try {
            return find(criteria, criteria.flatten()).stream()
                    .map(event -> Decision.sourced(event.message(), event.position()))
                    .toList();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// All events of these types that carry any of these tags, in order: many histories in one look.
    ///
    /// @param tags no unique ones
    /// @throws EventLogUnavailableException if the database can't be reached
    public List<Decision.Sourced> lookUp(Collection<Tag> tags, Collection<String> types) {
        if (tags.isEmpty()) {
            return List.of();
        }
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.findAny(connection, tags, types).stream()
                    .map(event -> Decision.sourced(decoder.message(event), EventDecoder.place(event)))
                    .toList();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// Takes in what other processes appended until now, where there is any. Blocks.
    ///
    /// @return whether there was
    /// @throws EventLogUnavailableException if the database can't be reached, or it does not come in within 5 s
    boolean catchUp() {
        long there = head();
        if (there <= head.position()) {
            return false;
        }
        long giveUpAt = System.nanoTime() + CATCH_UP.toNanos();
        while (head.position() < there) {
            if (System.nanoTime() > giveUpAt) {
                throw new EventLogUnavailableException("what others appended did not come in", null);
            }
            writer.askForRefresh();
            LockSupport.parkNanos(CATCH_UP_STEP_NANOS);
        }
        return true;
    }

    /// The position of the newest event of one of these types that this process saw come; 0 before the first.
    LongSupplier lastOf(Set<QualifiedName> types) {
        return () -> head.lastOf(types);
    }

    /// The position of the newest event of one of these types that stands in the log after that position; 0 for none.
    long newestOf(Set<QualifiedName> types, long after) throws SQLException {
        if (after >= head.position()) {
            return 0;
        }
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.newestOf(connection, types, after);
        }
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
        TrackingToken from = condition.position();
        long after = from == null ? 0 : Math.max(0, from.position().orElse(0));
        EventCriteria criteria = condition.criteria();
        Set<QualifiedName> types = types(criteria);
        TailingStream stream = new TailingStream(
                after,
                head,
                position -> head.mayHold(types, position),
                position -> page(position, criteria, types),
                tails::remove);
        tails.add(stream);
        return stream;
    }

    private TailingStream.Page page(long after, EventCriteria criteria, Set<QualifiedName> types) {
        long upTo = Math.min(head.position(), after + SCAN_POSITIONS);
        Queue<Entry<EventMessage>> recent = new ArrayDeque<>();
        long readTo = head.recent()
                .read(
                        after,
                        Math.min(upTo, after + PAGE_EVENTS),
                        criteria,
                        event -> recent.add(entry(event, event.place())));
        return readTo > after ? new TailingStream.Page(recent, readTo) : storedPage(after, upTo, criteria, types);
    }

    private TailingStream.Page storedPage(long after, long upTo, EventCriteria criteria, Set<QualifiedName> types) {
        Set<String> names = types.stream().map(QualifiedName::name).collect(Collectors.toUnmodifiableSet());
        Predicate<StoredEvent> wanted = event -> !criteria.hasCriteria()
                || criteria.matches(
                        new QualifiedName(event.type()),
                        event.tags().stream().map(EventDecoder::tag).collect(Collectors.toUnmodifiableSet()));
        try (Connection connection = dataSource.getConnection()) {
            List<StoredEvent> read =
                    EventTable.range(connection, after, upTo, PAGE_EVENTS, names.isEmpty() ? null : names);
            Queue<Entry<EventMessage>> entries = new ArrayDeque<>();
            read.stream().filter(wanted).map(this::trackedEntry).forEach(entries::add);
            return new TailingStream.Page(
                    entries, read.size() == PAGE_EVENTS ? read.getLast().position() : upTo);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// The types that all criteria name; none where one of them takes any.
    private static Set<QualifiedName> types(EventCriteria criteria) {
        if (!criteria.hasCriteria()) {
            return Set.of();
        }
        Set<QualifiedName> types = new HashSet<>();
        for (EventCriterion criterion : criteria.flatten()) {
            if (criterion.types().isEmpty()) {
                return Set.of();
            }
            types.addAll(criterion.types());
        }
        return types;
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        return CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(0));
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        return CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(head.position()));
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
        try (Connection connection = dataSource.getConnection()) {
            return CompletableFuture.completedFuture(
                    new GlobalSequenceTrackingToken(EventTable.positionBefore(connection, EventEncoder.micros(at))));
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(unavailable(e));
        }
    }

    private long headInDatabase() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.head(connection);
        }
    }

    private DecisionCache.Placed placed(StoredEvent event) {
        return new DecisionCache.Placed(EventDecoder.place(event), decoder.message(event));
    }

    private Entry<EventMessage> trackedEntry(StoredEvent event) {
        LogPosition place = EventDecoder.place(event);
        return entry(decoder.message(event), place);
    }

    private static Entry<EventMessage> entry(EventMessage message, LogPosition place) {
        Context context = TrackingToken.addToContext(
                Context.with(LogPosition.RESOURCE_KEY, place), new GlobalSequenceTrackingToken(place.position()));
        return new SimpleEntry<>(message, context);
    }

    private static EventLogUnavailableException unavailable(SQLException cause) {
        return new EventLogUnavailableException("the log's database can't be reached", cause);
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("head", head.position());
        descriptor.describeProperty("settings", settings);
    }

    /// Writes what waits, then stops.
    @Override
    public void close() {
        notifications.close();
        writer.close();
        tails.forEach(TailingStream::end);
        completions.shutdown();
    }
}
