package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// How long a client keeps what, from when on.
@WireName("RetentionScheduleSet")
public record RetentionScheduleSet(
        ClientId client, int version, List<RetentionRule> rules, Instant effectiveFrom, String by)
        implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
