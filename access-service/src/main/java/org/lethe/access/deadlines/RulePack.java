package org.lethe.access.deadlines;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One version of one rule: the numbers of a law, and where they stand. It never changes; a changed law is a new
/// version.
///
/// @param effectiveFrom requests received on this day or later come under it
/// @param rolls whether a last day that isn't worked moves to the next that is
/// @param acknowledge counted from the receipt; null if the receipt need not be confirmed
/// @param operationalDays our own limit, counted as the law's
/// @param extension null if there is none
/// @param pause null if nothing stops the clock
/// @param appeal null if the law gives an appeal no time
/// @param dispute null if there is no independent dispute resolution
/// @param region whose holidays apply if a request names none; null for those of its zone
public record RulePack(
        String rule,
        int version,
        LocalDate effectiveFrom,
        TimeLimit due,
        CountedFrom countedFrom,
        boolean rolls,
        @Nullable TimeLimit acknowledge,
        int operationalDays,
        @Nullable Extension extension,
        @Nullable PauseRule pause,
        @Nullable Appeal appeal,
        @Nullable Dispute dispute,
        @Nullable Region region,
        List<String> sources) {
    /// Where the clock starts.
    public enum CountedFrom {
        RECEIPT,
        /// of receipt, the information asked for to tell who it is, and the fee
        LATEST
    }

    /// @param limit the last day if it was extended
    /// @param noticeWithin in which the consumer is told that, and why
    public record Extension(TimeLimit limit, LimitFrom limitFrom, TimeLimit noticeWithin) {}

    /// From where the limit of an extension is counted. It matters: from 31 January, three months end on 30 April; one
    /// month and two more on 28 April.
    public enum LimitFrom {
        START,
        /// the last day without extension, before it rolls
        DUE
    }

    /// @param askingDayCounts whether the day on which the consumer was asked is still one of the law's days. The day
    /// of
    ///     the answer never is.
    public record PauseRule(Set<PauseReason> reasons, boolean askingDayCounts) {
        public PauseRule {
            reasons = Set.copyOf(reasons);
        }
    }

    /// @param days for the answer to an appeal
    /// @param byRegion where they are others
    public record Appeal(int days, Map<Region, Integer> byRegion) {
        public Appeal {
            byRegion = Map.copyOf(byRegion);
        }
    }

    /// @param panelDays in which a panel decides
    public record Dispute(int panelDays) {}

    public RulePack {
        sources = List.copyOf(sources);
        if (version < 1 || operationalDays < 1) {
            throw new IllegalArgumentException(rule + ": version and operational_days are 1 or more");
        }
    }

    /// Why the clock may be stopped; empty if nothing stops it.
    public Set<PauseReason> pauseReasons() {
        return pause == null ? Set.of() : pause.reasons();
    }

    public boolean allowsExtension() {
        return extension != null;
    }
}
