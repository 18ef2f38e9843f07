package org.lethe.retention.schedules;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.retention.DueDates;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.buckets.Buckets;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;

/// Keeps a schedule from destroying anything before somebody could have noticed it. Content that becomes due by new
/// rules and would not by the old goes at the end of the cooling-off at the earliest: whether it is there already or
/// comes until then. A schedule that makes nothing due sooner, or not until then, holds at once.
final class Brake {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final Buckets buckets;
    private final Freshness freshness;
    private final Duration coolingOff;

    Brake(Foundation foundation) {
        this.buckets = new Buckets(foundation.dataSource());
        this.freshness = foundation.freshness(BucketView.NAME);
        this.coolingOff = foundation.part(CoolingOff.class).length();
    }

    /// @param wanted when it is to hold from, or now
    /// @return that, or the end of the cooling-off
    Instant effectiveFrom(ClientId client, Schedules before, RetentionRules rules, Instant wanted, Instant now)
            throws SQLException {
        Instant end = now.plus(coolingOff);
        if (!wanted.isBefore(end)) {
            return wanted;
        }
        RetentionRules old = before.at(wanted).map(Schedule::rules).orElse(new RetentionRules(List.of()));
        return destroys(client, before.offboardedAt(), old, rules, now, end) ? end : wanted;
    }

    private boolean destroys(
            ClientId client,
            Optional<Instant> offboardedAt,
            RetentionRules old,
            RetentionRules rules,
            Instant now,
            Instant end)
            throws SQLException {
        // What is there is counted; where the count is late, any rule that shortens counts, whatever there is.
        LocalDate since =
                freshness.awaitCaughtUp(VIEW_WAIT) ? LocalDate.ofInstant(now, ZoneOffset.UTC) : LocalDate.EPOCH;
        return rules.shorten(old, since, end)
                || offboardedAt
                        .map(left -> isDue(left, rules, end) && !isDue(left, old, end))
                        .orElse(false)
                || buckets.change(client, old, rules, end).stream().anyMatch(change -> change.more() > 0);
    }

    private static boolean isDue(Instant left, RetentionRules rules, Instant at) {
        Optional<Period> period = rules.accountEnd();
        return period.isPresent()
                && !DueDates.dueAt(LocalDate.ofInstant(left, ZoneOffset.UTC), period.get())
                        .isAfter(at);
    }
}
