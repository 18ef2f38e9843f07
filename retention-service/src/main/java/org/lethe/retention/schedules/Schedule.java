package org.lethe.retention.schedules;

import java.time.Instant;
import java.util.Objects;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Decision.Sourced;

/// One version of a client's schedule, and the event that set it.
public record Schedule(RetentionScheduleSet set, Sourced source) {

    public int version() {
        return set.version();
    }

    public RetentionRules rules() {
        return new RetentionRules(set.rules());
    }

    Instant effectiveFrom() {
        return set.effectiveFrom();
    }

    Instant setAt() {
        return source.recordedAt();
    }

    long position() {
        return Objects.requireNonNull(source.position()).position();
    }
}
