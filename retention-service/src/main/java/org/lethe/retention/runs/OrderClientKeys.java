package org.lethe.retention.runs;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;

/// Order all keys of a client that left to go, once the period of `account_end` has passed and nothing of it
/// is on hold.
record OrderClientKeys(RunId run, ClientId client, Instant at, String by, Instant now)
        implements Command<OrderExpiry.Ordered> {

    OrderExpiry.Ordered decide(Decision decision) {
        List<Sourced> events =
                decision.source(EventCriteria.either(Schedules.criteria(client), Holds.criteria(client)));
        Schedules schedules = Schedules.of(events);
        Schedule schedule = schedules.at(now).orElse(null);
        if (schedule == null
                || !AccountEnd.isDue(schedules, now, at)
                || !Holds.of(events).inForce().isEmpty()) {
            return new OrderExpiry.Ordered(List.of());
        }
        EventId order = EventId.random();
        decision.append(
                order,
                LogEntry.of(client, new ExpiryOrdered(run, client, schedule.version(), List.of(), true, by)),
                now);
        decision.attach(transaction -> RunTable.claimClient(transaction, run, client));
        return new OrderExpiry.Ordered(List.of(order));
    }
}
