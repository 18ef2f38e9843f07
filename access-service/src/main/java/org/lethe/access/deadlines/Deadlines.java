package org.lethe.access.deadlines;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is due when, as it was known at one moment. A date is over with the last second of its day in the zone.
///
/// @param receivedOn the day of receipt in the zone
/// @param countedFrom the day from which it counts: that of receipt, or a later one where a rule says so
/// @param dueOn with what was paused and extended until then. While a pause is open it moves on with every day.
/// @param operationalDueOn our own; never after `dueOn`, and not extended
/// @param acknowledgeBy null if the rule asks for no acknowledgement
/// @param noticeBy the last day to tell of an extension; null if there is none
/// @param extensionLimitOn the last day if it is extended; null if it can't be
/// @param appealDueOn for the answer to the newest appeal; null without one, or if the rule gives it no time
/// @param panelDueOn null if no panel was asked, or if the rule knows none
/// @param extended whether it was extended in time
/// @param paused whether the clock stands still
public record Deadlines(
        ZoneId zone,
        LocalDate receivedOn,
        LocalDate countedFrom,
        LocalDate dueOn,
        LocalDate operationalDueOn,
        @Nullable LocalDate acknowledgeBy,
        @Nullable LocalDate noticeBy,
        @Nullable LocalDate extensionLimitOn,
        @Nullable LocalDate appealDueOn,
        @Nullable LocalDate panelDueOn,
        boolean extended,
        boolean paused) {

    /// As they stood when the newest of these facts became known.
    ///
    /// @throws UnknownRegionException if there is no calendar of the facts' region
    public static Deadlines of(RulePack pack, Facts facts) {
        return asOf(pack, facts, facts.newest());
    }

    /// As they stood at a moment: what came later doesn't count, and a pause that was open had lasted until then.
    ///
    /// @throws UnknownRegionException if there is no calendar of the facts' region
    public static Deadlines asOf(RulePack pack, Facts facts, Instant moment) {
        return new Reckoning(pack, facts.asOf(moment), moment).deadlines();
    }

    /// @return the last second of the day in the zone, also where clocks change at midnight
    public static Instant endOf(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    }

    public Instant dueAt() {
        return endOf(dueOn, zone);
    }

    public Instant operationalDueAt() {
        return endOf(operationalDueOn, zone);
    }

    public Optional<Instant> acknowledgeAt() {
        return end(acknowledgeBy);
    }

    public Optional<Instant> noticeAt() {
        return end(noticeBy);
    }

    public Optional<Instant> extensionLimitAt() {
        return end(extensionLimitOn);
    }

    public Optional<Instant> appealDueAt() {
        return end(appealDueOn);
    }

    public Optional<Instant> panelDueAt() {
        return end(panelDueOn);
    }

    /// Whether the rule has an extension that wasn't taken; [#mayExtend(Instant)] says whether it is still time.
    public boolean extendable() {
        return noticeBy != null && !extended;
    }

    /// Whether an extension told at this moment is in time. Ask the deadlines as of that moment: an open pause moves
    /// the last day.
    public boolean mayExtend(Instant at) {
        return extendable() && !LocalDate.ofInstant(at, zone).isAfter(noticeBy);
    }

    private Optional<Instant> end(@Nullable LocalDate day) {
        return Optional.ofNullable(day).map(last -> endOf(last, zone));
    }
}
