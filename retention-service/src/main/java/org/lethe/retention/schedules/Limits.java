package org.lethe.retention.schedules;

import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.retention.RetentionLimits;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// The platform's limits as they stand.
///
/// @param version 0 before any were set
record Limits(int version, RetentionLimits limits) {
    static final EventCriteria CRITERIA = Criteria.of(
            EventTag.RETENTION_LIMITS, RetentionLimitsSet.PLATFORM, Criteria.types(RetentionLimitsSet.class));

    /// @param events what [#CRITERIA] finds; others are passed over
    static Limits of(List<Sourced> events) {
        Limits limits = new Limits(0, RetentionLimits.NONE);
        for (Sourced sourced : events) {
            if (sourced.event() instanceof RetentionLimitsSet set) {
                limits = new Limits(set.version(), RetentionLimits.of(set));
            }
        }
        return limits;
    }
}
