package org.lethe.retention.runs;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RunId;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.certificates.ClientReport;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.preview.Figures;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;
import org.lethe.service.Foundation;
import org.lethe.service.clock.ClockTrust;
import org.lethe.web.StrictJson;

/// Runs from the asking to the end. Whoever calls [#advance] may be any process, at any time, again.
final class Runs {
    private final EventLog log;
    private final Buckets buckets;
    private final Sweep sweep;
    private final Figures figures;
    private final RunTable table;
    private final ClientRuns clientRuns;
    private final RunMetrics metrics;
    private final RunStep.Listener steps;
    private final Clock clock;
    private final ClockTrust trust;

    Runs(Foundation foundation, Sweep sweep, RunTable table, ClientRuns clientRuns, RunMetrics metrics) {
        this.log = foundation.log();
        this.buckets = new Buckets(foundation.dataSource());
        this.sweep = sweep;
        this.figures = new Figures(buckets);
        this.table = table;
        this.clientRuns = clientRuns;
        this.metrics = metrics;
        this.steps = foundation.part(RunStep.Listener.class, _ -> {});
        this.clock = foundation.clock();
        this.trust = foundation.part(ClockTrust.class, ClockTrust.BLIND);
    }

    /// Writes down that a run is wanted; one that is there stays as it is. Nothing happens until somebody advances it.
    Run ask(RunId id, Optional<ClientId> client, Instant at, boolean dryRun, String by) throws SQLException {
        Run run = new Run(0, id, client, at, dryRun, by, now(), Run.State.ACCEPTED, Optional.empty());
        table.insert(run);
        steps.reached(RunStep.ASKED);
        return run;
    }

    /// Does what is missing of a run.
    ///
    /// @return whether it is completed; if not, it waits for answers, or until the clock is believed
    boolean advance(RunId id) throws SQLException {
        Run run = table.find(id).map(found -> found.notAfter(now())).orElse(null);
        if (run == null || run.state() == Run.State.COMPLETED) {
            return true;
        }
        if (!run.dryRun() && trust.doubt().isPresent()) {
            return false;
        }
        if (run.state() == Run.State.ACCEPTED) {
            table.begin(id, run.client().<Set<ClientId>>map(Set::of).orElseGet(() -> concerned(run)));
        }
        boolean complete = run.dryRun() ? look(run) : destroy(run);
        if (complete) {
            table.finish(id, now());
            steps.reached(RunStep.FINISHED);
        }
        return complete;
    }

    /// All is ordered before anybody waits: the view takes in what was ordered of all clients at once.
    private boolean destroy(Run run) throws SQLException {
        List<ClientId> open = open(run);
        Map<ClientId, List<EventId>> orders = new HashMap<>();
        for (ClientId client : open) {
            orders.put(client, clientRuns.order(run, client));
        }
        boolean complete = true;
        for (ClientId client : open) {
            // Where one waits in vain, the others are not waited for: all are looked at again.
            complete &= clientRuns.seen(run, client, orders.getOrDefault(client, List.of()))
                    && clientRuns.seen(run, client, clientRuns.order(run, client))
                    && clientRuns.complete(run, client, complete);
        }
        return complete;
    }

    private boolean look(Run run) throws SQLException {
        Instant scheduleAt = run.at().isAfter(now()) ? run.at() : now();
        for (ClientId client : open(run)) {
            Schedules schedules = Schedules.of(log, client);
            Optional<Schedule> schedule = schedules.at(scheduleAt);
            @Nullable Integer version = schedule.map(Schedule::version).orElse(null);
            boolean wholeClient = AccountEnd.isDue(schedules, scheduleAt, run.at())
                    && table.clientOrderedBy(client).isEmpty();
            ClientReport report = ClientReport.of(
                    client,
                    version,
                    wholeClient,
                    figures.lines(
                            buckets.series(client),
                            schedule.map(Schedule::rules).orElse(new RetentionRules(List.of())),
                            run.at(),
                            Holds.of(log, client)));
            table.complete(run.id(), client, new String(StrictJson.write(report), StandardCharsets.UTF_8), now());
        }
        return true;
    }

    private List<ClientId> open(Run run) throws SQLException {
        return table.clients(run.id()).stream()
                .filter(client -> !client.completed())
                .map(RunTable.ClientRun::client)
                .toList();
    }

    private Set<ClientId> concerned(Run run) {
        try {
            return run.dryRun() ? sweep.due(run.at()) : sweep.orderable(run.at());
        } catch (SQLException e) {
            throw new RunUnavailableException(e);
        }
    }

    /// Finds what is due of all clients and asks for a run where something is.
    ///
    /// @return the run; empty where nothing is due but what holds keep, or while the clock is in doubt
    Optional<Run> sweep() throws SQLException {
        if (trust.doubt().isPresent()) {
            return Optional.empty();
        }
        long began = System.nanoTime();
        Instant now = now();
        Set<ClientId> concerned = sweep.orderable(now);
        metrics.sweep().record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        return concerned.isEmpty()
                ? Optional.empty()
                : Optional.of(ask(RunId.random(), Optional.empty(), now, false, Run.SCHEDULE));
    }

    /// The same for one client.
    Optional<Run> sweep(ClientId client) throws SQLException {
        Instant now = now();
        return trust.doubt().isEmpty() && sweep.isOrderable(client, now)
                ? Optional.of(ask(RunId.random(), Optional.of(client), now, false, Run.SCHEDULE))
                : Optional.empty();
    }

    List<Run> unfinished() throws SQLException {
        return table.unfinished();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
