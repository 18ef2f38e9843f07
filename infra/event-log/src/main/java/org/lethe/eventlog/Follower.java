package org.lethe.eventlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.conversion.json.JacksonConverter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.core.unitofwork.TransactionalUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.SimpleEventHandlingComponent;
import org.axonframework.messaging.eventhandling.processing.streaming.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.eventhandling.processing.streaming.pooled.PooledStreamingEventProcessorConfiguration;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.jdbc.JdbcTokenStore;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.jdbc.JdbcTokenStoreConfiguration;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.jdbc.TokenSchema;
import org.axonframework.messaging.eventhandling.sequencing.SequentialPolicy;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.Meters;

/// Keeps a [View] up with the log, by one of Axon's streaming processors: one segment, batches, the token in the view's
/// own database and transaction. Several processes may run the same view; one of them holds the token at a time.
public final class Follower implements AutoCloseable {
    private static final int BATCH_EVENTS = 1_000; // a processor holds no more
    private static final long AWAIT_STEP_NANOS = 1_000_000;
    private static final long RETRY_NANOS = 200_000_000;
    private static final long CLAIM_MILLIS =
            500; // Axon looks for a token to claim every 5 s, also after a failed batch
    private static final long UNKNOWN = -1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ResourceKey<List<Decision.Sourced>> BATCH = ResourceKey.withLabel("followedBatch");
    private static final ResourceKey<Long> BATCH_END = ResourceKey.withLabel("followedBatchEnd");

    private final View view;
    private final DataSource dataSource;
    private final String tokenTable;
    private final EventStore store;
    private final FollowerTransactions transactions;
    private final EventLog log;
    private final Set<QualifiedName> types;
    private final LongSupplier wantedSinceOpen;
    private final ScheduledExecutorService worker;
    private volatile PooledStreamingEventProcessor processor;
    private volatile long applied;
    private volatile long wantedAtStart = UNKNOWN; // of what stood in the log before this process knew it
    private volatile boolean caughtUpOnce;
    private volatile boolean closed;

    /// @param tokenTable where Axon keeps the token, with its schema: `transcript.token_entry`
    public Follower(
            View view, EventLog log, EventStore store, DataSource dataSource, String tokenTable, MeterRegistry meters) {
        this.view = view;
        this.dataSource = dataSource;
        this.tokenTable = tokenTable;
        this.store = store;
        this.transactions = new FollowerTransactions(dataSource);
        this.log = log;
        this.types = view.events().stream()
                .map(type -> new QualifiedName(EventTypes.of(type).name()))
                .collect(Collectors.toUnmodifiableSet());
        this.wantedSinceOpen = log.lastOf(types);
        this.worker = Executors.newScheduledThreadPool(
                2,
                Thread.ofPlatform()
                        .name("lethe-" + view.name() + "-", 0)
                        .daemon()
                        .factory());
        this.processor = newProcessor();
        Gauge.builder(Meters.VIEW_LAG.meter(), () -> Math.max(0, wanted() - applied))
                .description("Positions between the newest event that the view wants and the last that it has taken in")
                .tag("view", view.name())
                .register(meters);
    }

    public void start() {
        processor.start();
        findTarget();
    }

    /// Beside the start: to look for a rare type's newest event may take a while.
    private void findTarget() {
        Thread.ofVirtual().name("lethe-" + view.name() + "-target").start(() -> {
            while (!closed && !targetFound()) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        });
    }

    private boolean targetFound() {
        try {
            long token = storedToken();
            long newest = log.newestOf(types, token);
            applied = Math.max(applied, token);
            wantedAtStart = Math.max(token, newest);
            return true;
        } catch (SQLException | IOException | EventLogUnavailableException e) {
            return false; // the database is away, and the view stays behind until it is back
        }
    }

    /// How far the view's own database says it is, whichever process brought it there; 0 before the first event.
    private long storedToken() throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT token FROM " + tokenTable + " WHERE processorName = ?")) {
            select.setString(1, view.name());
            try (ResultSet row = select.executeQuery()) {
                byte[] token = row.next() ? row.getBytes(1) : null;
                return token == null
                        ? 0
                        : JSON.readTree(token).path("globalIndex").asLong(0);
            }
        }
    }

    /// The newest position that the view wants; the log's head until that is known.
    private long wanted() {
        long atStart = wantedAtStart;
        return atStart == UNKNOWN ? log.headPosition() : Math.max(atStart, wantedSinceOpen.getAsLong());
    }

    /// Whether the view has, since this process started, once taken in all that stood in the log at the start. Another
    /// process may have done it.
    public boolean hasCaughtUp() {
        if (caughtUpOnce || wantedAtStart == UNKNOWN) {
            return caughtUpOnce;
        }
        try {
            if (applied < wantedAtStart) {
                applied = Math.max(applied, storedToken());
            }
            caughtUpOnce = applied >= wantedAtStart;
        } catch (SQLException | IOException e) {
            return false;
        }
        return caughtUpOnce;
    }

    /// Waits until the view has taken in all that stood in the log for it when this was called, as far as this process
    /// knows.
    ///
    /// @return whether it has, in time
    public boolean awaitCaughtUp(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        long target = wantedSinceOpen.getAsLong();
        while (wantedAtStart == UNKNOWN || applied < Math.max(target, wantedAtStart)) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(AWAIT_STEP_NANOS);
        }
        return true;
    }

    /// Makes the view anew from the start of the log. Axon's own reset always throws in this version: so the processor
    /// stops, the view and the token go back to nothing in one transaction, and it starts again.
    public void replay() {
        await(processor.shutdown());
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            view.clear(connection);
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + tokenTable + " WHERE processorName = ?")) {
                delete.setString(1, view.name());
                delete.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new EventLogUnavailableException("the view could not be cleared", e);
        }
        applied = 0;
        wantedAtStart = UNKNOWN;
        processor = newProcessor();
        start();
    }

    private PooledStreamingEventProcessor newProcessor() {
        SimpleEventHandlingComponent component = new SimpleEventHandlingComponent(SequentialPolicy.INSTANCE);
        for (var type : view.events()) {
            component.subscribe(new QualifiedName(EventTypes.of(type).name()), (event, context) -> {
                collect(event, context);
                return MessageStream.empty();
            });
        }
        PooledStreamingEventProcessorConfiguration configuration = new PooledStreamingEventProcessorConfiguration()
                .eventSource(store)
                .tokenStore(new JdbcTokenStore(
                        transactions,
                        new JacksonConverter(JSON),
                        JdbcTokenStoreConfiguration.DEFAULT.schema(
                                TokenSchema.builder().setTokenTable(tokenTable).build())))
                .unitOfWorkFactory(new TransactionalUnitOfWorkFactory(
                        transactions, new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)))
                .coordinatorExecutor(worker)
                .workerExecutor(worker)
                .initialSegmentCount(1)
                .initialToken(source -> CompletableFuture.completedFuture(new GlobalSequenceTrackingToken(0)))
                .batchSize(BATCH_EVENTS)
                .tokenClaimInterval(CLAIM_MILLIS)
                .eventCriteria(supported -> EventCriteria.havingAnyTag().andBeingOneOfTypes(supported));
        return new PooledStreamingEventProcessor(view.name(), List.of(component), configuration);
    }

    private void collect(EventMessage event, ProcessingContext context) {
        if (!(event instanceof PlacedEvent placed)) {
            throw new IllegalStateException("an event came from elsewhere than the log");
        }
        context.computeResourceIfAbsent(BATCH, () -> {
                    context.runOnPrepareCommit(this::flush);
                    context.runOnAfterCommit(this::taken);
                    return new ArrayList<>();
                })
                .add(Decision.sourced(placed, placed.place()));
        context.putResource(BATCH_END, placed.place().position());
    }

    private void taken(ProcessingContext context) {
        applied = Math.max(applied, Objects.requireNonNullElse(context.getResource(BATCH_END), 0L));
        List<Decision.Sourced> batch = context.getResource(BATCH);
        if (batch != null && batch.size() < BATCH_EVENTS && !isBehind() && !closed) {
            LockSupport.parkNanos(view.rest().toNanos());
        }
    }

    /// A batch may be short for other reasons than that there is no more.
    private boolean isBehind() {
        return wanted() - applied >= BATCH_EVENTS;
    }

    private void flush(ProcessingContext context) {
        List<Decision.Sourced> batch = context.getResource(BATCH);
        if (batch == null) {
            return;
        }
        try (Connection connection = transactions.getConnection()) {
            view.apply(batch, connection);
        } catch (SQLException e) {
            throw new EventLogUnavailableException("the view " + view.name() + " could not be written", e);
        }
    }

    private static void await(@Nullable CompletableFuture<Void> stopping) {
        if (stopping != null) {
            stopping.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        closed = true;
        await(processor.shutdown());
        worker.shutdown();
    }
}
