package org.lethe.eventlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of this process: takes appends, of each client in turn ([Turns]), checks each condition, gives dense
/// positions and indexes, writes batch by batch, each in one transaction, and completes their callers. An append with
/// SQL of its own is a batch by itself.
///
/// Several processes may write. The primary key orders them: whoever finds its next position taken reads what came,
/// checks again, tries again. What is neither atomic, volatile nor the queue of arrivals belongs to the writer's
/// thread.
final class GroupCommit implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    private static final long IDLE_POLL_MILLIS = 100;
    private static final long LINGER_NANOS = 300_000;
    private static final long LINGER_STEP_NANOS = 50_000;
    private static final int COMPLETIONS_PER_TASK = 64;
    private static final int ENOUGH_ROWS = 2_000; // some tens of milliseconds: the next client's turn is not far
    private static final int REFRESH_EVENTS = 5_000;
    private static final long TAIL_NANOS = 50_000_000; // between looks at the end of the log
    private static final long RETRY_NANOS = 20_000_000; // between attempts on a database that fails every time

    private final EventLogSettings settings;
    private final LogConnection connection;
    private final LogHead head;
    private final Executor completions;
    private final BlockingQueue<PendingAppend> arriving = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger(); // arriving, or in turn
    private final Turns turns = new Turns();
    private final RecentAppends recent;
    private final Conflicts conflicts;
    private final Map<UUID, LogEnd> ends = new HashMap<>();
    private final CopyFormat.Buffer buffer = new CopyFormat.Buffer(1 << 20);
    private final Thread thread;
    private final Counter appended;
    private final DistributionSummary batchSize;
    private final Counter waits;
    private final Timer latency;
    private volatile int lastTaken; // written by the writer alone
    private volatile boolean refreshAsked;
    private volatile boolean running = true;
    private volatile boolean ended;
    private volatile @Nullable EventLogFencedException fenced;
    private @Nullable Connection checked;
    private long checkedAtNanos;

    GroupCommit(
            EventLogSettings settings,
            LogConnection connection,
            LogHead head,
            Executor completions,
            MeterRegistry meters) {
        this.settings = settings;
        this.connection = connection;
        this.head = head;
        this.completions = completions;
        this.recent = new RecentAppends(settings.recentTags(), head.position());
        this.conflicts = new Conflicts(recent, head, settings.uniqueTagKeys());
        this.appended = Counter.builder(Meters.LOG_APPENDS.meter())
                .description("Events that became durable")
                .register(meters);
        this.batchSize = DistributionSummary.builder(Meters.LOG_BATCH_SIZE.meter())
                .description("Events in one transaction")
                .register(meters);
        this.waits = Counter.builder(Meters.LOG_BATCH_WAITS.meter())
                .description("Batches that waited a moment for as many appends as came together before")
                .register(meters);
        this.latency = Timer.builder(Meters.LOG_APPEND_LATENCY.meter())
                .description("From an append's arrival at the writer to its commit")
                .publishPercentileHistogram()
                .register(meters);
        meters.gauge(Meters.LOG_FENCED.meter(), this, writer -> writer.isFenced() ? 1 : 0);
        meters.gauge(Meters.LOG_APPENDS_WAITING.meter(), waiting);
        this.thread = Thread.ofPlatform().name("lethe-log-writer").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Long> submit(PendingAppend append) {
        EventLogFencedException fence = fenced;
        if (fence != null) {
            append.done.completeExceptionally(fence);
        } else if (!running || !hasPlace()) {
            append.done.completeExceptionally(new EventLogOverloadedException(waiting.get()));
        } else {
            arriving.add(append);
            if (ended) {
                failArriving(); // it came in after the writer had looked for the last time
            }
        }
        return append.done;
    }

    private boolean hasPlace() {
        if (waiting.incrementAndGet() <= settings.maxWaitingAppends()) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /// How many appends came together into the newest batch; 0 where none came for a while.
    int together() {
        return lastTaken;
    }

    /// Whether the database lost what this process has seen: then nothing is appended any more.
    boolean isFenced() {
        return fenced != null;
    }

    /// Something may have come from another process: look before the next batch.
    void askForRefresh() {
        refreshAsked = true;
    }

    @Override
    public void run() {
        List<PendingAppend> taken = new ArrayList<>();
        try {
            while (running || !arriving.isEmpty() || !turns.isEmpty()) {
                try {
                    takeInto(taken);
                    lookForNews();
                    commitAll(taken);
                } catch (InterruptedException e) {
                    running = false;
                } catch (Throwable e) { // whatever it is: a writer that dies leaves every caller hanging
                    log.error("The writer met something unexpected; the appends of this batch fail", e);
                    taken.stream()
                            .filter(append -> !append.answered)
                            .forEach(append -> append.done.completeExceptionally(e));
                    connection.discard();
                } finally {
                    taken.clear();
                }
            }
        } finally {
            ended = true;
            turns.removeAll().forEach(this::failClosed);
            failArriving();
        }
    }

    private void takeInto(List<PendingAppend> taken) throws InterruptedException {
        if (turns.isEmpty()) {
            PendingAppend first = arriving.poll(IDLE_POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (first == null) {
                lastTaken = 0;
                return;
            }
            turns.add(first);
        }
        waitForTheOthers(taken, takeWhatIsThere(taken, 0));
        waiting.addAndGet(-taken.size());
    }

    /// @param rows that were taken before
    /// @return rows that are taken now
    private int takeWhatIsThere(List<PendingAppend> taken, int rows) {
        for (PendingAppend append = arriving.poll(); append != null; append = arriving.poll()) {
            turns.add(append);
        }
        return turns.moveTo(taken, rows, settings.maxBatchAppends(), ENOUGH_ROWS);
    }

    /// Under load, as many as came together the last time are about to come again: waiting a moment for them makes one
    /// transaction of two. Where appends come one by one nobody waits, nor where a batch is full.
    private void waitForTheOthers(List<PendingAppend> taken, int takenRows) {
        if (taken.size() < lastTaken && turns.isEmpty()) {
            waits.increment();
        }
        int rows = takenRows;
        long giveUpAt = System.nanoTime() + LINGER_NANOS;
        while (taken.size() < lastTaken && turns.isEmpty() && System.nanoTime() < giveUpAt) {
            LockSupport.parkNanos(LINGER_STEP_NANOS);
            rows = takeWhatIsThere(taken, rows);
        }
        lastTaken = taken.size();
    }

    private void lookForNews() {
        if (!refreshAsked) {
            return;
        }
        refreshAsked = false;
        try {
            refresh(List.of());
        } catch (EventLogFencedException e) {
            log.debug("The end of the log is missing", e); // told when it was found
        } catch (SQLException e) {
            log.warn("The log's database can't be read: {}", e.getSQLState());
            connection.discard();
        }
    }

    private void failArriving() {
        for (PendingAppend late = arriving.poll(); late != null; late = arriving.poll()) {
            failClosed(late);
        }
    }

    private void failClosed(PendingAppend append) {
        waiting.decrementAndGet();
        append.done.completeExceptionally(new EventLogUnavailableException("the log was closed", null));
    }

    /// Appends with SQL of their own go alone, in their place; the others together.
    private void commitAll(List<PendingAppend> taken) {
        List<PendingAppend> together = new ArrayList<>(taken.size());
        for (PendingAppend append : taken) {
            if (append.step == null) {
                together.add(append);
            } else {
                commit(together);
                together.clear();
                commit(List.of(append));
            }
        }
        commit(together);
    }

    private void commit(List<PendingAppend> appends) {
        List<PendingAppend> left = appends;
        long giveUpAt = System.nanoTime() + settings.reconnectTimeout().toNanos();
        BooleanSupplier inTime = () -> System.nanoTime() < giveUpAt;
        while (!left.isEmpty()) {
            Batch batch = new Batch(head.position());
            // Told only once the batch is written: what stood against them may be a batch-mate that fails.
            List<PendingAppend> refused = new ArrayList<>();
            try {
                Connection open = connection.open(inTime);
                requireTail(open);
                for (PendingAppend append : left) {
                    if (conflicts.with(append, batch, open)) {
                        refused.add(append);
                    } else {
                        batch.add(append, client -> end(open, client));
                    }
                }
                write(open, batch);
            } catch (EventLogFencedException e) {
                left.forEach(append -> fail(append, e));
                return;
            } catch (SQLException e) {
                left = recover(left, e, inTime);
                continue;
            }
            refused.forEach(this::reject);
            committed(batch);
            return;
        }
    }

    /// What this process has seen committed has to be there still: at each new connection, and not long before each
    /// append. Else what is appended leaves a hole, and is decided by events that are gone.
    private void requireTail(Connection open) throws SQLException {
        long now = System.nanoTime();
        if (open.equals(checked) && now - checkedAtNanos < TAIL_NANOS) {
            return;
        }
        long tail = EventTable.head(open);
        if (tail < head.position()) {
            EventLogFencedException fence = new EventLogFencedException(head.position(), tail);
            fenced = fence;
            log.error("Nothing is appended any more: {}", fence.getMessage());
            throw fence;
        }
        checked = open;
        checkedAtNanos = now;
    }

    private LogEnd end(Connection open, UUID client) throws SQLException {
        LogEnd known = ends.get(client);
        if (known == null) {
            known = EventTable.end(open, client);
            ends.put(client, known);
        }
        return known;
    }

    private void write(Connection open, Batch batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        buffer.clear().header();
        for (PendingAppend append : batch.appends()) {
            for (int i = 0; i < append.placed().size(); i++) {
                EventRow row = append.placed().get(i);
                LogPosition place = append.positions().get(i);
                buffer.row(place.position(), row.client(), place.logIndex(), row.columns());
            }
        }
        buffer.trailer();
        TransactionStep step = batch.appends().getFirst().step;
        if (step == null) {
            LogConnection.copy(open, buffer);
        } else {
            LogConnection.copyWith(open, buffer, step);
        }
    }

    private void committed(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        ends.putAll(batch.ends());
        long now = System.nanoTime();
        for (PendingAppend append : batch.appends()) {
            for (int i = 0; i < append.placed().size(); i++) {
                EventRow row = append.placed().get(i);
                LogPosition place = append.positions().get(i);
                recent.record(row.pairs(), place.position());
                head.feed(row, place);
            }
            latency.record(now - append.enqueuedNanos, TimeUnit.NANOSECONDS);
        }
        appended.increment(batch.last() - batch.base());
        batchSize.record(batch.last() - batch.base());
        head.publish(batch.last());
        complete(batch.appends());
    }

    private void complete(List<PendingAppend> appends) {
        appends.forEach(append -> append.answered = true);
        for (int from = 0; from < appends.size(); from += COMPLETIONS_PER_TASK) {
            List<PendingAppend> some =
                    List.copyOf(appends.subList(from, Math.min(appends.size(), from + COMPLETIONS_PER_TASK)));
            completions.execute(() -> some.forEach(PendingAppend::complete));
        }
    }

    private void reject(PendingAppend append) {
        fail(
                append,
                AppendEventsTransactionRejectedException.conflictingEventsDetected(
                        new GlobalIndexConsistencyMarker(append.condition.marker())));
    }

    private void fail(PendingAppend append, Throwable cause) {
        append.answered = true;
        completions.execute(() -> append.done.completeExceptionally(cause));
    }

    /// After a failed transaction: who is to be tried again. Everybody else has an answer.
    private List<PendingAppend> recover(List<PendingAppend> appends, SQLException cause, BooleanSupplier inTime) {
        try {
            checked = null;
            return switch (SqlFailure.of(cause)) {
                case POSITION_TAKEN -> {
                    ends.clear(); // asked for again: one that is stale would be refused for ever
                    yield refresh(appends);
                }
                case UNIQUE_TAG_TAKEN -> withoutTaken(appends, cause);
                case UNAVAILABLE -> afterReconnect(appends, cause, inTime);
                case REFUSED -> apart(appends, cause);
            };
        } catch (SQLException e) {
            return afterReconnect(unanswered(appends), e, inTime);
        }
    }

    private static List<PendingAppend> unanswered(List<PendingAppend> appends) {
        return appends.stream().filter(append -> !append.answered).toList();
    }

    /// Somebody's unique tag stands in the log already: refuse those, try the others again.
    private List<PendingAppend> withoutTaken(List<PendingAppend> appends, SQLException cause) throws SQLException {
        List<PendingAppend> undecided = refresh(appends);
        Set<String> asked = new HashSet<>();
        undecided.forEach(append -> append.rows.forEach(row -> {
            if (row.uniqueTag() != null) {
                asked.add(row.uniqueTag());
            }
        }));
        Set<String> taken = EventTable.taken(connection.open(() -> false), asked);
        if (taken.isEmpty()) {
            return apart(undecided, cause); // nobody's but their own: one append carries the same tag twice
        }
        taken.forEach(head::uniqueTagUsed);
        List<PendingAppend> innocent = new ArrayList<>(undecided.size());
        for (PendingAppend append : undecided) {
            if (append.rows.stream().anyMatch(row -> row.uniqueTag() != null && taken.contains(row.uniqueTag()))) {
                reject(append);
            } else {
                innocent.add(append);
            }
        }
        return innocent;
    }

    /// The connection was lost, perhaps during the commit: look whether the batch stands in the log before trying
    /// again. A commit that shows only later takes the position that the next attempt wants, and is found then.
    private List<PendingAppend> afterReconnect(
            List<PendingAppend> appends, SQLException cause, BooleanSupplier inTime) {
        connection.discard();
        try {
            connection.open(inTime);
            refresh(appends);
        } catch (EventLogFencedException e) {
            unanswered(appends).forEach(append -> fail(append, e));
            return List.of();
        } catch (SQLException e) {
            log.warn("The log's database can't be reached: {}", e.getSQLState());
            connection.discard();
        }
        List<PendingAppend> missing = unanswered(appends);
        if (inTime.getAsBoolean()) {
            LockSupport.parkNanos(missing.isEmpty() ? 0 : RETRY_NANOS);
            return missing;
        }
        EventLogUnavailableException unavailable =
                new EventLogUnavailableException("the log's database can't be reached", cause);
        missing.forEach(append -> fail(append, unavailable));
        return List.of();
    }

    /// Somebody's append is not acceptable to the database. Halved until the guilty one stands alone: it fails and
    /// nobody else.
    private List<PendingAppend> apart(List<PendingAppend> appends, SQLException cause) {
        if (appends.isEmpty()) {
            return List.of();
        }
        if (appends.size() == 1) {
            fail(
                    appends.getFirst(),
                    new AppendFailedException(
                            "the database refused the append, SQL state " + cause.getSQLState(), cause));
            return List.of();
        }
        int half = appends.size() / 2;
        commit(appends.subList(0, half));
        commit(appends.subList(half, appends.size()));
        return List.of();
    }

    /// Takes in what came since: from other processes, and from this one where it was not told of its own commit.
    ///
    /// @return those of the given appends that did not come; the others are told where they stand
    private List<PendingAppend> refresh(List<PendingAppend> undecided) throws SQLException {
        Connection open = connection.open(() -> false);
        Map<UUID, PendingAppend> ours = new HashMap<>();
        undecided.forEach(append -> append.rows.forEach(row -> ours.put(row.eventId(), append)));
        int limit = ours.isEmpty() ? REFRESH_EVENTS : Integer.MAX_VALUE; // an append is never seen by halves
        List<StoredEvent> came;
        requireTail(open);
        do {
            came = EventTable.range(open, head.position(), Long.MAX_VALUE, limit, null);
            Set<PendingAppend> durable = new LinkedHashSet<>();
            for (StoredEvent event : came) {
                takeIn(event, ours.get(event.eventId()), durable);
            }
            if (!came.isEmpty()) {
                head.publish(came.getLast().position());
                complete(List.copyOf(durable));
            }
        } while (!came.isEmpty());
        return unanswered(undecided);
    }

    private void takeIn(StoredEvent event, @Nullable PendingAppend own, Set<PendingAppend> durable) {
        ends.computeIfPresent(event.client(), (client, end) -> end.behind(event));
        recent.record(head.feed(event), event.position());
        if (own != null) {
            if (durable.add(own)) {
                own.notPlaced();
            }
            own.found(EventDecoder.place(event), event.recordedAt());
        }
    }

    /// Takes no more; what waits is still written.
    @Override
    public void close() {
        running = false;
        try {
            thread.join(settings.reconnectTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.release();
    }
}
