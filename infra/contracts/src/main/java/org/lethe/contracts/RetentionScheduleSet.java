package org.lethe.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How long a client keeps what, from when on.
@WireName("RetentionScheduleSet")
public record RetentionScheduleSet(
        ClientId client, int version, List<RetentionRule> rules, Instant effectiveFrom, String by)
        implements WordedEvent {

    /// Which of a client's schedules is in force at an instant: the highest version that is effective by then.
    ///
    /// @param all in the order of their versions
    public static Optional<RetentionScheduleSet> inForce(List<RetentionScheduleSet> all, Instant at) {
        return all.reversed().stream()
                .filter(schedule -> !schedule.effectiveFrom().isAfter(at))
                .findFirst();
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
