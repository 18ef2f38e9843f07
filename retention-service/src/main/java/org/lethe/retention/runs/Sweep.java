package org.lethe.retention.runs;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.ScheduleView;
import org.lethe.retention.schedules.Schedules;
import org.lethe.service.Foundation;

/// Finds of whom something is due, among all clients at once. What is ordered of theirs the log decides, one by one.
public final class Sweep {
    private final EventLog log;
    private final Buckets buckets;
    private final ScheduleView clients;
    private final RunTable table;
    private final Clock clock;

    public Sweep(Foundation foundation) {
        this.log = foundation.log();
        this.buckets = new Buckets(foundation.dataSource());
        this.clients = new ScheduleView(foundation.dataSource());
        this.table = new RunTable(foundation.dataSource());
        this.clock = foundation.clock();
    }

    /// Clients of whom something is due that nobody ordered, held or not.
    Set<ClientId> due(Instant at) throws SQLException {
        Instant now = now();
        Set<ClientId> due = new TreeSet<>(Comparator.comparing(ClientId::toString));
        Map<ClientId, RetentionRules> rules = clients.rulesAt(at.isAfter(now) ? at : now);
        due.addAll(buckets.clientsWithDue(rules, at));
        for (ScheduleView.Left left : clients.left(at)) {
            if (AccountEnd.isDue(Schedules.of(log, left.client()), now, at)) {
                due.add(left.client());
            }
        }
        return due;
    }

    /// Clients of whom something is due that may be ordered now.
    public Set<ClientId> orderable(Instant at) throws SQLException {
        Set<ClientId> orderable = due(at);
        for (ClientId client : List.copyOf(orderable)) {
            if (!Holds.of(log, client).inForce().isEmpty() && !isOrderable(client, at)) {
                orderable.remove(client);
            }
        }
        return orderable;
    }

    /// Whether this is one of them.
    boolean isOrderable(ClientId client, Instant at) throws SQLException {
        Instant now = now();
        Schedules schedules = Schedules.of(log, client);
        Holds holds = Holds.of(log, client);
        if (holds.inForce().isEmpty()
                && AccountEnd.isDue(schedules, now, at)
                && table.clientOrderedBy(client).isEmpty()) {
            return true;
        }
        Schedule schedule = schedules.at(now).orElse(null);
        if (schedule == null) {
            return false;
        }
        for (Kept kept : buckets.due(client, schedule.rules(), at)) {
            if (kept.run() == null && holds.keeping(kept.bucket()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
