package org.lethe.retention.runs;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.buckets.BucketsClaimedException;
import org.lethe.retention.certificates.Certificate;
import org.lethe.retention.certificates.ClientReport;
import org.lethe.retention.certificates.Deeds;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;
import org.lethe.service.Foundation;
import org.lethe.service.clock.ClockTrust;
import org.lethe.web.StrictJson;

/// One client's part of a run, step by step. Each step looks at what there is and does what is missing, so it
/// can be begun anew anywhere, by any process.
final class ClientRuns {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
    private static final Duration VIEW_STEP = Duration.ofMillis(100);
    private static final int COMPLETE_ATTEMPTS = 5;
    private static final long STEP_MILLIS = 20;

    private final EventLog log;
    private final Commands commands;
    private final Buckets buckets;
    private final RunTable table;
    private final RunMetrics metrics;
    private final RunStep.Listener steps;
    private final Clock clock;
    private final ClockTrust trust;

    ClientRuns(Foundation foundation, RunTable table, RunMetrics metrics) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.buckets = new Buckets(foundation.dataSource());
        this.table = table;
        this.metrics = metrics;
        this.steps = foundation.part(RunStep.Listener.class, _ -> {});
        this.clock = foundation.clock();
        this.trust = foundation.part(ClockTrust.class, ClockTrust.BLIND);
    }

    /// Orders all that is due and not ordered yet. What is ordered is claimed in the same commit, so it is not found
    /// again whether the view knows of the order or not; but what is ordered a second time.
    ///
    /// @return the orders; before the client's part is completed the view has to have taken them in
    List<EventId> order(Run run, ClientId client) throws SQLException {
        List<EventId> orders = new ArrayList<>(orderClientKeys(run, client));
        while (true) {
            List<Kept> wanted = orderable(run, client);
            if (wanted.isEmpty() || trust.doubt().isPresent()) {
                return orders;
            }
            List<Kept> portion = wanted.subList(0, Math.min(ExpiryOrdered.MOST_BUCKETS, wanted.size()));
            steps.reached(RunStep.DECIDED);
            List<EventId> order = send(new OrderExpiry(run.id(), client, portion, run.at(), run.askedBy(), now()));
            steps.reached(RunStep.ORDERED);
            orders.addAll(order);
            if (!order.isEmpty()) {
                metrics.ordered(portion.size());
            }
            if (portion.stream().anyMatch(kept -> kept.run() != null) && !seen(run, client, order)) {
                return orders; // those that wait to be seen would be ordered again and again
            }
        }
    }

    private List<EventId> orderClientKeys(Run run, ClientId client) throws SQLException {
        Schedules schedules = Schedules.of(log, client);
        Holds holds = Holds.of(log, client);
        if (!AccountEnd.isDue(schedules, now(), run.at())
                || !holds.inForce().isEmpty()
                || trust.doubt().isPresent()
                || !mayOrderClient(run, client, holds)) {
            return List.of();
        }
        steps.reached(RunStep.DECIDED);
        List<EventId> order = send(new OrderClientKeys(run.id(), client, run.at(), run.askedBy(), now()));
        steps.reached(RunStep.ORDERED);
        return order;
    }

    private boolean mayOrderClient(Run run, ClientId client, Holds holds) throws SQLException {
        Optional<RunId> by = table.clientOrderedBy(client);
        if (by.isEmpty()) {
            return true;
        }
        long newest = table.orders(run.id(), client).stream()
                .filter(Deeds.Order::wholeClient)
                .mapToLong(Deeds.Order::position)
                .max()
                .orElse(Long.MAX_VALUE);
        return by.get().equals(run.id())
                && newest < holds.lastReleased()
                && table.clientKeys(run.id(), client).isEmpty();
    }

    private List<EventId> send(Command<OrderExpiry.Ordered> command) {
        try {
            return commands.sendAndWait(command).order();
        } catch (AppendFailedException e) {
            if (isClaimedElsewhere(e)) {
                return List.of(); // looked at again by the caller
            }
            throw e;
        }
    }

    private static boolean isClaimedElsewhere(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BucketsClaimedException) {
                return true;
            }
        }
        return false;
    }

    /// Whether the view has taken these orders in, in time; if not, somebody comes back later.
    boolean seen(Run run, ClientId client, List<EventId> orders) throws SQLException {
        return orders.isEmpty()
                || await(
                        VIEW_WAIT,
                        () -> orders(run, client).stream()
                                .map(Deeds.Order::id)
                                .toList()
                                .containsAll(orders));
    }

    private List<Deeds.Order> orders(Run run, ClientId client) {
        try {
            return table.orders(run.id(), client);
        } catch (SQLException e) {
            throw new RunUnavailableException(e);
        }
    }

    /// What is due, kept by no hold, and not on its way: nobody ordered it, or this run did and left it for a
    /// hold that is no more.
    List<Kept> orderable(Run run, ClientId client) throws SQLException {
        Holds holds = Holds.of(log, client);
        return due(run, client).stream()
                .filter(kept -> holds.keeping(kept.bucket()).isEmpty())
                .filter(kept -> kept.run() == null || kept.orderedAt() > 0 && kept.orderedAt() < holds.lastReleased())
                .toList();
    }

    /// What is due and is this run's or nobody's.
    private List<Kept> due(Run run, ClientId client) throws SQLException {
        Schedule schedule = Schedules.of(log, client).at(now()).orElse(null);
        return schedule == null
                ? List.of()
                : buckets.due(client, schedule.rules(), run.at()).stream()
                        .filter(kept -> kept.run() == null || kept.run().equals(run.id()))
                        .toList();
    }

    /// Waits for the answers and completes the client's part.
    ///
    /// @param patient whether to wait for answers that are not there yet
    /// @return whether it is complete; if not, somebody comes back later
    boolean complete(Run run, ClientId client, boolean patient) throws SQLException {
        if (!await(patient ? ANSWER_WAIT : Duration.ZERO, () -> isAnswered(run, client))) {
            return false;
        }
        steps.reached(RunStep.ANSWERED);
        for (int attempt = 1; attempt <= COMPLETE_ATTEMPTS; attempt++) {
            if (tryToComplete(run, client)) {
                return true;
            }
            await(VIEW_STEP, () -> false); // the view is behind the log
        }
        return false;
    }

    /// What is left is read before what went: what goes in between is in both, and the decision sees that.
    private boolean tryToComplete(Run run, ClientId client) throws SQLException {
        List<Kept> leftovers = due(run, client);
        Deeds deeds = new Deeds(
                table.orders(run.id(), client),
                buckets.destroyedBy(run.id(), client),
                table.clientKeys(run.id(), client));
        if (deeds.isNothing()) {
            return completeWithNothing(run, client, leftovers);
        }
        CompleteRun.Outcome outcome = commands.sendAndWait(new CompleteRun(run, client, leftovers, deeds, now()));
        if (outcome instanceof CompleteRun.Outcome.NotYet) {
            return false;
        }
        metrics.completed(deeds.gone().size(), leftovers.size());
        steps.reached(RunStep.CERTIFIED);
        return true;
    }

    /// Nothing was ordered: all is on hold, or nothing was due. No event says so, and there is no certificate.
    private boolean completeWithNothing(Run run, ClientId client, List<Kept> leftovers) throws SQLException {
        Holds holds = Holds.of(log, client);
        if (leftovers.stream().anyMatch(kept -> holds.keeping(kept.bucket()).isEmpty())) {
            return false;
        }
        int version = Schedules.of(log, client).at(now()).map(Schedule::version).orElse(0);
        ClientReport report = Certificate.reportOfNothing(client, version, leftovers);
        table.complete(run.id(), client, new String(StrictJson.write(report), StandardCharsets.UTF_8), now());
        return true;
    }

    private boolean isAnswered(Run run, ClientId client) {
        try {
            Holds holds = Holds.of(log, client);
            boolean buckets = due(run, client).stream()
                    .filter(kept -> kept.run() != null)
                    .allMatch(kept -> !holds.keeping(kept.bucket()).isEmpty());
            boolean clientKeys = table.orders(run.id(), client).stream().noneMatch(Deeds.Order::wholeClient)
                    || !table.clientKeys(run.id(), client).isEmpty()
                    || !holds.inForce().isEmpty();
            return buckets && clientKeys;
        } catch (SQLException e) {
            throw new RunUnavailableException(e);
        }
    }

    private static boolean await(Duration atMost, BooleanSupplier condition) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
