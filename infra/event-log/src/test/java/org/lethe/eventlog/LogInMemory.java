package org.lethe.eventlog;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EmptyAppendTransaction;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexPosition;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageStream.Entry;
import org.axonframework.messaging.core.SimpleEntry;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LogEntry;

/// The log without a database, for tests of decisions: places, criteria, conditions and unique tags are as in
/// [EventLog], which answers to the same suites. Nothing is durable, and one lock is over all.
public final class LogInMemory implements EventStorageEngine, LogReader {
    private static final EntryCodec CODEC = new EntryCodec();

    private record Stored(EventMessage message, Set<Tag> tags, LogPosition place) {
        boolean matches(EventCriteria criteria) {
            return !criteria.hasCriteria() || criteria.matches(message.type().qualifiedName(), tags);
        }

        Instant recordedAt() {
            return message.timestamp();
        }

        Entry<EventMessage> entry() {
            return new SimpleEntry<>(
                    message,
                    TrackingToken.addToContext(
                            Context.with(LogPosition.RESOURCE_KEY, place),
                            new GlobalSequenceTrackingToken(place.position())));
        }
    }

    private final Set<String> uniqueTagKeys = EventLogSettings.defaults().uniqueTagKeys();
    private final List<Stored> events = new ArrayList<>();
    private final Set<Tag> uniqueTags = new HashSet<>();
    private final Map<ClientId, LogEnd> clients = new HashMap<>();
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private boolean runsSteps;
    private int steps;

    /// Lets the SQL that appends bring along run too, on a connection that refuses all: for steps of fakes, which need
    /// none. Otherwise they are counted only.
    public void runsSteps() {
        runsSteps = true;
    }

    /// How many appends brought SQL of their own.
    public synchronized int steps() {
        return steps;
    }

    /// The whole log, as decisions see it.
    public synchronized List<Decision.Sourced> all() {
        return events.stream()
                .map(event -> Decision.sourced(event.message(), event.place()))
                .toList();
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, ProcessingContext context, List<TaggedEventMessage<?>> appended) {
        return CompletableFuture.completedFuture(
                appended.isEmpty()
                        ? EmptyAppendTransaction.INSTANCE
                        : new Transaction(condition, context, List.copyOf(appended)));
    }

    private final class Transaction implements AppendTransaction<Long> {
        private final AppendCondition condition;
        private final ProcessingContext context;
        private final List<TaggedEventMessage<?>> appended;

        private Transaction(
                AppendCondition condition, ProcessingContext context, List<TaggedEventMessage<?>> appended) {
            this.condition = condition;
            this.context = context;
            this.appended = appended;
        }

        @Override
        public CompletableFuture<Long> commit(ProcessingContext committing) {
            synchronized (LogInMemory.this) {
                if (conflicts(condition) || appended.stream().anyMatch(LogInMemory.this::isTaken)) {
                    return CompletableFuture.failedFuture(
                            AppendEventsTransactionRejectedException.conflictingEventsDetected(
                                    condition.consistencyMarker()));
                }
                try {
                    step(TransactionStep.of(context));
                } catch (Exception e) {
                    return CompletableFuture.failedFuture(new AppendFailedException("a step failed", e));
                }
                List<Stored> stored =
                        appended.stream().map(LogInMemory.this::store).toList();
                if (context != null) {
                    Appended.by(context)
                            .fill(
                                    stored.stream().map(Stored::place).toList(),
                                    stored.stream().map(Stored::recordedAt).toList());
                }
            }
            tails.forEach(Tail::wake);
            return CompletableFuture.completedFuture((long) events.size());
        }

        @Override
        public void rollback(ProcessingContext committing) {}

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(Long position, ProcessingContext committing) {
            return CompletableFuture.completedFuture(new GlobalIndexConsistencyMarker(position));
        }
    }

    private boolean conflicts(AppendCondition condition) {
        if (condition.consistencyMarker() == ConsistencyMarker.INFINITY) {
            return false;
        }
        long marker = Math.max(0, GlobalIndexConsistencyMarker.position(condition.consistencyMarker()));
        return events.stream().skip(marker).anyMatch(event -> event.matches(condition.criteria()));
    }

    private boolean isTaken(TaggedEventMessage<?> event) {
        return event.tags().stream().anyMatch(uniqueTags::contains);
    }

    private void step(TransactionStep step) throws Exception {
        if (step == null) {
            return;
        }
        if (runsSteps) {
            step.execute(noDatabase());
        }
        steps++;
    }

    private static Connection noDatabase() {
        return (Connection) Proxy.newProxyInstance(
                LogInMemory.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(
                            "a decision is tested without a database: " + method.getName());
                });
    }

    private Stored store(TaggedEventMessage<?> event) {
        ClientId client = event.event().payload() instanceof LogEntry entry ? entry.client() : ClientId.PLATFORM;
        LogEnd end = clients.getOrDefault(client, LogEnd.NOTHING);
        Stored stored = new Stored(
                notBefore(end, event.event()), event.tags(), new LogPosition(events.size() + 1L, end.nextLogIndex()));
        clients.put(client, end.and(EventEncoder.micros(stored.recordedAt())));
        events.add(stored);
        event.tags().stream().filter(tag -> uniqueTagKeys.contains(tag.key())).forEach(uniqueTags::add);
        return stored;
    }

    private static EventMessage notBefore(LogEnd end, EventMessage event) {
        return event.payload() instanceof LogEntry && EventEncoder.micros(event.timestamp()) < end.recordedAtMicros()
                ? EventRow.recordedAt(event, end.recordedAtMicros())
                : event;
    }

    @Override
    public synchronized MessageStream<EventMessage> source(SourcingCondition condition, ProcessingContext context) {
        long after = Math.max(0, GlobalIndexPosition.toIndex(condition.start()));
        List<Entry<EventMessage>> entries = new ArrayList<>();
        events.stream()
                .skip(after)
                .filter(event -> event.matches(condition.criteria()))
                .forEach(event -> entries.add(event.entry()));
        entries.add(new SimpleEntry<>(
                TerminalEventMessage.INSTANCE,
                Context.with(ConsistencyMarker.RESOURCE_KEY, new GlobalIndexConsistencyMarker(events.size()))));
        return new ListStream(entries);
    }

    @Override
    public synchronized List<StoredEvent> read(Tag tag, Collection<String> types) {
        return events.stream()
                .filter(event -> event.tags().contains(tag)
                        && types.contains(event.message().type().name()))
                .map(LogInMemory::stored)
                .toList();
    }

    @Override
    public synchronized List<StoredEvent> facts(Collection<Tag> tags, Collection<String> types) {
        return facts(event -> event.tags().stream().anyMatch(tags::contains), types);
    }

    @Override
    public synchronized long head() {
        return events.size();
    }

    @Override
    public List<StoredEvent> facts(Connection transaction, Collection<Tag> tags, Collection<String> types) {
        return facts(tags, types);
    }

    @Override
    public synchronized List<StoredEvent> factsSince(
            Connection transaction, ClientId client, long position, Collection<String> types) {
        return facts(
                event -> event.place().position() > position
                        && event.message().payload() instanceof LogEntry entry
                        && entry.client().equals(client),
                types);
    }

    private List<StoredEvent> facts(Predicate<Stored> wanted, Collection<String> types) {
        return events.stream()
                .filter(event -> wanted.test(event)
                        && types.contains(event.message().type().name()))
                .map(LogInMemory::stored)
                .map(event -> new StoredEvent(
                        event.position(),
                        event.client(),
                        event.logIndex(),
                        event.eventId(),
                        event.type(),
                        event.version(),
                        event.recordedAtMicros(),
                        event.tags(),
                        event.facts(),
                        event.sealed() == null ? null : new byte[0],
                        null))
                .toList();
    }

    private static StoredEvent stored(Stored event) {
        EventMessage message = event.message();
        EventCodec.Encoded encoded = CODEC.encode(message);
        return new StoredEvent(
                event.place().position(),
                encoded.client(),
                event.place().logIndex(),
                UUID.fromString(message.identifier()),
                message.type().name(),
                encoded.version(),
                EventEncoder.micros(message.timestamp()),
                List.of(),
                encoded.facts(),
                encoded.sealed(),
                null);
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, ProcessingContext context) {
        TrackingToken from = condition.position();
        Tail tail = new Tail(from == null ? 0 : from.position().orElse(0), condition.criteria());
        tails.add(tail);
        return tail;
    }

    private final class Tail implements MessageStream<EventMessage> {
        private final EventCriteria criteria;
        private int next;
        private volatile Runnable callback = () -> {};
        private volatile boolean closed;

        private Tail(long after, EventCriteria criteria) {
            this.next = (int) Math.max(0, after);
            this.criteria = criteria;
        }

        private void wake() {
            callback.run();
        }

        @Override
        public Optional<Entry<EventMessage>> next() {
            synchronized (LogInMemory.this) {
                Optional<Entry<EventMessage>> entry = peek();
                next += entry.isPresent() ? 1 : 0;
                return entry;
            }
        }

        @Override
        public Optional<Entry<EventMessage>> peek() {
            synchronized (LogInMemory.this) {
                while (next < events.size() && !events.get(next).matches(criteria)) {
                    next++;
                }
                return closed || next >= events.size()
                        ? Optional.empty()
                        : Optional.of(events.get(next).entry());
            }
        }

        @Override
        public void setCallback(Runnable newCallback) {
            callback = newCallback;
            newCallback.run();
        }

        @Override
        public Optional<Throwable> error() {
            return Optional.empty();
        }

        @Override
        public boolean isCompleted() {
            return closed;
        }

        @Override
        public boolean hasNextAvailable() {
            return peek().isPresent();
        }

        @Override
        public void close() {
            closed = true;
            tails.remove(this);
        }
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(ProcessingContext context) {
        return CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(0));
    }

    @Override
    public synchronized CompletableFuture<TrackingToken> latestToken(ProcessingContext context) {
        return CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(events.size()));
    }

    @Override
    public synchronized CompletableFuture<TrackingToken> tokenAt(Instant at, ProcessingContext context) {
        long before = events.stream()
                .takeWhile(event -> event.message().timestamp().isBefore(at))
                .count();
        return CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(before));
    }

    @Override
    public synchronized void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("head", events.size());
    }
}
