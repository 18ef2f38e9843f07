package org.lethe.retention.schedules;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.retention.InvalidRulesException;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.PreconditionFailedException;

/// Set how long a client keeps what, from when on.
///
/// @param replaces the version that the caller has seen
/// @param words the reason, sealed to this event
record SetSchedule(
        ClientId client,
        EventId event,
        RetentionRules rules,
        Instant effectiveFrom,
        int replaces,
        @Nullable Sealed words,
        String by,
        Instant at)
        implements Command<SetSchedule.Set> {

    /// @param before what was set until then
    record Set(int version, Schedules before) {}

    Set decide(Decision decision) {
        List<Sourced> known = decision.source(EventCriteria.either(Schedules.criteria(client), Limits.CRITERIA));
        Schedules before = Schedules.of(known);
        if (before.latest().version() != replaces) {
            throw new PreconditionFailedException();
        }
        if (!isInForce(before)) {
            requireWithin(Limits.of(known));
        }
        int version = replaces + 1;
        decision.append(
                event,
                new LogEntry(
                        client, new RetentionScheduleSet(client, version, rules.rules(), effectiveFrom, by), words),
                at);
        return new Set(version, before);
    }

    /// What is in force may stay, whatever the limits became meanwhile.
    private boolean isInForce(Schedules before) {
        return before.at(at).map(Schedule::rules).filter(rules::equals).isPresent();
    }

    private void requireWithin(Limits limits) {
        try {
            rules.within(limits.limits());
        } catch (InvalidRulesException e) {
            throw RuleRefusals.of(e, "/rules");
        }
    }
}
