package org.lethe.retention.runs;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;

/// Order buckets of a client to go: those of the candidates that are due by the schedule in force and kept by
/// no hold, as the log has it when the order is appended. A schedule or a hold that comes between makes it be
/// decided anew.
///
/// @param candidates at most [ExpiryOrdered#MOST_BUCKETS]
/// @param at the instant by which they are due
/// @param now which schedule is in force
record OrderExpiry(RunId run, ClientId client, List<Kept> candidates, Instant at, String by, Instant now)
        implements Command<OrderExpiry.Ordered> {

    /// @param order empty where nothing was left to order
    record Ordered(List<EventId> order) {}

    Ordered decide(Decision decision) {
        List<Sourced> events =
                decision.source(EventCriteria.either(Schedules.criteria(client), Holds.criteria(client)));
        Schedule schedule = Schedules.of(events).at(now).orElse(null);
        Holds holds = Holds.of(events);
        if (schedule == null) {
            return new Ordered(List.of());
        }
        List<Kept> due = candidates.stream()
                .filter(kept -> schedule.rules()
                        .dueAt(kept.bucket())
                        .filter(instant -> !instant.isAfter(at))
                        .isPresent())
                .filter(kept -> holds.keeping(kept.bucket()).isEmpty())
                .toList();
        if (due.isEmpty()) {
            return new Ordered(List.of());
        }
        List<Bucket> buckets = due.stream().map(Kept::bucket).toList();
        EventId order = EventId.random();
        decision.append(
                order,
                LogEntry.of(client, new ExpiryOrdered(run, client, schedule.version(), buckets, false, by)),
                now);
        decision.attach(transaction -> Buckets.claim(transaction, run, due));
        return new Ordered(List.of(order));
    }
}
