package org.lethe.contracts.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;

/// When the period of a day has passed, and which days' has. The package says why.
public final class DueDates {
    /// How long after a UTC day began it has ended everywhere: the day before ends in UTC-12 at noon.
    private static final Duration UNTIL_OVER_EVERYWHERE = Duration.ofHours(12);

    private static final int MOST_SHORTENED_DAYS = 4; // by the months that are short, and one to be sure

    private DueDates() {}

    /// The first instant at which content of that day may go.
    public static Instant dueAt(LocalDate day, Period period) {
        return lastKept(day, period)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(UNTIL_OVER_EVERYWHERE);
    }

    /// The last day whose content is due; all days before it are due too, since a later day never ends sooner.
    public static LocalDate lastDueDay(Instant at, Period period) {
        LocalDate ended = LocalDate.ofInstant(at.minus(UNTIL_OVER_EVERYWHERE), ZoneOffset.UTC)
                .minusDays(1);
        LocalDate day = ended.minusDays(period.getDays())
                .minusMonths(period.toTotalMonths())
                .plusDays(MOST_SHORTENED_DAYS);
        while (lastKept(day, period).isAfter(ended)) {
            day = day.minusDays(1);
        }
        return day;
    }

    private static LocalDate lastKept(LocalDate day, Period period) {
        return day.plus(period);
    }
}
