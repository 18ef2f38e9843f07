package org.lethe.retention.schedules;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.retention.DueDates;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.buckets.Buckets;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.clock.ClockTrust;

/// Keeps a schedule from destroying anything before somebody could have noticed it. Content that becomes due by new
/// rules and would not by the old goes at the end of the cooling-off at the earliest: whether it is there already or
/// comes until then. A schedule that makes nothing due sooner, or not until then, holds at once.
final class Brake {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final Buckets buckets;
    private final Freshness freshness;
    private final Duration coolingOff;
    private final ClockTrust trust;

    Brake(Foundation foundation) {
        this.buckets = new Buckets(foundation.dataSource());
        this.freshness = foundation.freshness(BucketView.NAME);
        this.coolingOff = foundation.part(CoolingOff.class).length();
        this.trust = foundation.part(ClockTrust.class, ClockTrust.BLIND);
    }

    /// From when a schedule holds.
    ///
    /// @param destroys whether it makes something due that was not
    record Start(Instant from, boolean destroys) {}

    /// @param wanted when it is to hold from, or now
    /// @return that, or the end of the cooling-off where it destroys
    Start start(ClientId client, Schedules before, RetentionRules rules, Instant wanted, Instant now)
            throws SQLException {
        Instant end = now.plus(coolingOff);
        Instant last = wanted.isAfter(end) ? wanted : end;
        // What is there is counted; where the count is late, any rule that shortens counts, whatever there is.
        LocalDate since =
                freshness.awaitCaughtUp(VIEW_WAIT) ? LocalDate.ofInstant(now, ZoneOffset.UTC) : LocalDate.EPOCH;
        for (RetentionRules old : until(before, wanted, last)) {
            Change change = new Change(client, before.offboardedAt(), old, rules, since);
            if (destroys(change, wanted) || destroys(change, last)) {
                trust.require(); // else the cooling-off is measured by a clock that may be wrong
                return new Start(last, true);
            }
        }
        return new Start(wanted, false);
    }

    /// @param since the first day whose content counts whether there is any or not
    private record Change(
            ClientId client,
            Optional<Instant> offboardedAt,
            RetentionRules before,
            RetentionRules after,
            LocalDate since) {}

    /// What would hold without it, one after the other.
    private static List<RetentionRules> until(Schedules before, Instant wanted, Instant last) {
        RetentionRules first = before.at(wanted).map(Schedule::rules).orElse(new RetentionRules(List.of()));
        return Stream.concat(Stream.of(first), before.until(last, wanted).map(Schedule::rules))
                .toList();
    }

    private boolean destroys(Change change, Instant by) throws SQLException {
        return change.after().shorten(change.before(), change.since(), by)
                || change.offboardedAt()
                        .map(left -> isDue(left, change.after(), by) && !isDue(left, change.before(), by))
                        .orElse(false)
                || buckets.change(change.client(), change.before(), change.after(), by).stream()
                        .anyMatch(one -> one.more() > 0);
    }

    private static boolean isDue(Instant left, RetentionRules rules, Instant at) {
        Optional<Period> period = rules.accountEnd();
        return period.isPresent()
                && !DueDates.dueAt(LocalDate.ofInstant(left, ZoneOffset.UTC), period.get())
                        .isAfter(at);
    }
}
