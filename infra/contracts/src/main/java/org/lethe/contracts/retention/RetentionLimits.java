package org.lethe.contracts.retention;

import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.RetentionLimitsSet;

/// Between which periods the platform lets its clients choose.
///
/// @param floor the shortest; absent where there is none
/// @param ceiling the longest; absent where there is none
public record RetentionLimits(
        @Nullable Period floor, @Nullable Period ceiling) {
    public static final RetentionLimits NONE = new RetentionLimits(null, null);

    public static RetentionLimits of(RetentionLimitsSet set) {
        return new RetentionLimits(set.floor(), set.ceiling());
    }

    /// Whether a period from floor to ceiling can exist.
    public boolean isPossible() {
        return floor == null || ceiling == null || !Periods.isShorter(ceiling, floor);
    }

    boolean allow(Period period) {
        return (floor == null || !Periods.isShorter(period, floor))
                && (ceiling == null || !Periods.isShorter(ceiling, period));
    }

    /// For whoever was refused.
    String inWords() {
        String from = floor == null ? "" : "not shorter than " + floor;
        String to = ceiling == null ? "" : "not longer than " + ceiling;
        String between = from.isEmpty() || to.isEmpty() ? "" : " and ";
        return "within the platform's limits: " + from + between + to
                + ", whichever day it starts from (a year has 365 or 366 days, a month 28 to 31)";
    }
}
