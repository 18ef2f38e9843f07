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
        for (RetentionRules old : until(before, wanted, last)) {
            if (destroys(client, before.offboardedAt(), old, rules, now, wanted)
                    || destroys(client, before.offboardedAt(), old, rules, now, last)) {
                trust.require(); // else the cooling-off is measured by a clock that may be wrong
                return new Start(last, true);
            }
        }
        return new Start(wanted, false);
    }

    /// What would hold without it, one after the other.
    private static List<RetentionRules> until(Schedules before, Instant wanted, Instant last) {
        RetentionRules first = before.at(wanted).map(Schedule::rules).orElse(new RetentionRules(List.of()));
        return Stream.concat(Stream.of(first), before.until(last, wanted).map(Schedule::rules))
                .toList();
    }

    private boolean destroys(
            ClientId client,
            Optional<Instant> offboardedAt,
            RetentionRules old,
            RetentionRules rules,
            Instant now,
            Instant by)
            throws SQLException {
        // What is there is counted; where the count is late, any rule that shortens counts, whatever there is.
        LocalDate since =
                freshness.awaitCaughtUp(VIEW_WAIT) ? LocalDate.ofInstant(now, ZoneOffset.UTC) : LocalDate.EPOCH;
        return rules.shorten(old, since, by)
                || offboardedAt
                        .map(left -> isDue(left, rules, by) && !isDue(left, old, by))
                        .orElse(false)
                || buckets.change(client, old, rules, by).stream().anyMatch(change -> change.more() > 0);
    }

    private static boolean isDue(Instant left, RetentionRules rules, Instant at) {
        Optional<Period> period = rules.accountEnd();
        return period.isPresent()
                && !DueDates.dueAt(LocalDate.ofInstant(left, ZoneOffset.UTC), period.get())
                        .isAfter(at);
    }
}
