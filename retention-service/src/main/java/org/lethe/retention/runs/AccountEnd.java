package org.lethe.retention.runs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.lethe.contracts.retention.DueDates;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;

/// When the keys of a client that left may go: like a bucket of the day on which it left.
final class AccountEnd {
    private AccountEnd() {}

    /// @param now which schedule is in force
    static boolean isDue(Schedules schedules, Instant now, Instant at) {
        Optional<Period> period = schedules.at(now).map(Schedule::rules).flatMap(rules -> rules.accountEnd());
        return schedules.offboardedAt().isPresent()
                && period.isPresent()
                && !DueDates.dueAt(LocalDate.ofInstant(schedules.offboardedAt().get(), ZoneOffset.UTC), period.get())
                        .isAfter(at);
    }
}
