package org.lethe.retention.runs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RunId;
import org.lethe.service.Work;
import org.lethe.web.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who does what when, durably and once among many processes: db-scheduler, by the injected clock. A process
/// that dies with a task in its hands loses it to another after four missed heartbeats.
///
/// db-scheduler writes down the time of what is next, and waits for it by the clock. Where that is set ahead and
/// then right again, what was planned meanwhile would wait for the wrong time: so every few seconds, by the
/// monotonic clock, what is planned too far ahead is drawn near, and a scheduler that waits is made anew.
///
///     retention-sweep    every hour: what is due of all clients
///     retention-run      one for each run, until it is completed
///     retention-client   what is due of one client, after a hold's release
final class RunSchedule implements Work {
    private static final Logger log = LoggerFactory.getLogger(RunSchedule.class);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);
    private static final Duration POLL_EVERY = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_CLOCK_EVERY = Duration.ofSeconds(5);
    private static final Duration SET_BACK = Duration.ofMinutes(1); // less is slept through
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final int THREADS = 3;
    private static final String SEPARATOR = "/";

    private final Runs runs;
    private final Clock clock;
    private final CustomTask<Void> runTask;
    private final CustomTask<Void> clientTask;
    private final RecurringTask<Void> sweepTask;
    private final DataSource dataSource;
    private final PlannedTasks planned;
    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-retention-clock").factory());
    private volatile Scheduler scheduler;
    private volatile Instant latest = Instant.MIN; // that the scheduler was told
    private boolean closed; // under the lock

    RunSchedule(Runs runs, DataSource dataSource, Clock clock) {
        this.runs = runs;
        this.dataSource = dataSource;
        this.planned = new PlannedTasks(dataSource);
        this.clock = clock;
        this.runTask = Tasks.custom("retention-run", Void.class)
                .onDeadExecutionRevive()
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_AFTER))
                .execute((instance, context) -> {
                    boolean completed = attempt(() -> runs.advance(RunId.parse(instance.getId())));
                    return completed
                            ? new CompletionHandler.OnCompleteRemove<>()
                            : new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(LOOK_AGAIN_AFTER));
                });
        this.clientTask = Tasks.custom("retention-client", Void.class)
                .onDeadExecutionRevive()
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_AFTER))
                .execute((instance, context) -> {
                    attempt(() -> {
                        String id = instance.getId();
                        runs.sweep(ClientId.parse(id.substring(0, id.indexOf(SEPARATOR))))
                                .ifPresent(this::schedule);
                        return true;
                    });
                    return new CompletionHandler.OnCompleteRemove<>();
                });
        this.sweepTask = Tasks.recurring("retention-sweep", FixedDelay.of(SWEEP_EVERY))
                .execute((instance, context) -> attempt(() -> {
                    resume();
                    runs.sweep().ifPresent(this::schedule);
                    return true;
                }));
        this.scheduler = newScheduler();
    }

    private Scheduler newScheduler() {
        return Scheduler.create(dataSource, runTask, clientTask)
                .startTasks(sweepTask)
                .tableName("retention.scheduled_tasks")
                .schedulerName(new SchedulerName.Fixed("retention-" + UUID.randomUUID()))
                .clock(this::now)
                .threads(THREADS)
                .pollingInterval(POLL_EVERY)
                .heartbeatInterval(HEARTBEAT_EVERY)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP_WITHIN)
                .alwaysPersistTimestampInUTC()
                .enableImmediateExecution()
                .failureLogging(LogLevel.OFF, false) // logged here, without what a message may quote
                .build();
    }

    private Instant now() {
        Instant now = clock.instant();
        if (now.isAfter(latest)) {
            latest = now;
        }
        return now;
    }

    /// Nothing waits for a time that a wrong clock told.
    synchronized void lookAtClock() {
        if (closed) {
            return;
        }
        try {
            Instant now = clock.instant();
            int drawn = planned.drawNear(now, SWEEP_EVERY, HEARTBEAT_EVERY.multipliedBy(MISSED_HEARTBEATS));
            boolean setBack = now.isBefore(latest.minus(SET_BACK));
            if (drawn > 0 || setBack) {
                log.warn("the clock was set back: {} tasks of retention were planned too far ahead", drawn);
            }
            if (setBack) {
                latest = now;
                scheduler.stop();
                scheduler = newScheduler();
                scheduler.start();
            }
        } catch (SQLException | RuntimeException e) {
            log.debug("the schedule of retention is looked at again in a moment", e);
        }
    }

    private interface Work {
        boolean done() throws SQLException;
    }

    private static boolean attempt(Work work) {
        try {
            return work.done();
        } catch (SQLException e) {
            throw new RunUnavailableException(e);
        } catch (RuntimeException e) {
            log.warn("a run of retention goes on later: {}", Faults.withoutMessages(e));
            throw e;
        }
    }

    /// Starts the schedule, and what was left undone.
    @Override
    public void start() {
        scheduler.start();
        look.scheduleWithFixedDelay(this::lookAtClock, 0, LOOK_AT_CLOCK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        try {
            resume();
        } catch (SQLException e) {
            log.warn("runs are resumed by the next sweep: {}", Faults.withoutMessages(e));
        }
    }

    private void resume() throws SQLException {
        runs.unfinished().forEach(this::schedule);
    }

    /// Has a run advanced as soon as a thread is free.
    void schedule(Run run) {
        scheduler.scheduleIfNotExists(runTask.instance(run.id().toString()), clock.instant());
    }

    /// Has a client looked at as soon as a thread is free.
    ///
    /// @param why the event for which; a look that is under way for another may be too early
    void schedule(ClientId client, EventId why) {
        scheduler.scheduleIfNotExists(clientTask.instance(client + SEPARATOR + why), clock.instant());
    }

    @Override
    public void close() {
        look.shutdownNow();
        stop();
    }

    private synchronized void stop() {
        closed = true;
        scheduler.stop();
    }
}
