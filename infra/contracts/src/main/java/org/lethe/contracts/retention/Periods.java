package org.lethe.contracts.retention;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Pattern;

/// Calendar periods as schedules have them: ISO 8601, in years, months, weeks and days, from a day to a
/// thousand years.
///
/// A month has no length of its own, so one period is shorter than another if there is any day from which it
/// ends sooner. `P1Y` is not shorter than `P365D` and not shorter than `P12M`; it is shorter than `P366D`.
public final class Periods {
    /// What is accepted, in words.
    public static final String ACCEPTED =
            "an ISO 8601 period of years, months, weeks and days, such as P13M or P400D, from P1D to P1000Y";

    private static final Pattern FORM =
            Pattern.compile("P(?=[0-9])([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}W)?([0-9]{1,6}D)?");
    private static final int MOST_YEARS = 1_000;
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final int CYCLE_MONTHS = 4_800; // the Gregorian calendar repeats after 400 years
    private static final int[] START_DAYS = {1, 29, 30, 31}; // 1 to 28 end alike: no month is too short for them
    private static final double DAYS_A_MONTH = 30.436875; // 146,097 days in 4,800 months
    private static final int MOST_OFF_DAYS = 5; // by which n months differ from n times that

    private Periods() {}

    /// Reads a period; empty where it is not [#ACCEPTED].
    public static Optional<Period> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Period period = Period.parse(text);
            boolean tooLong = period.toTotalMonths() / 12.0 + period.getDays() / 365.0 > MOST_YEARS;
            return period.isZero() || tooLong ? Optional.empty() : Optional.of(period);
        } catch (DateTimeException e) {
            return Optional.empty(); // more than an int of days
        }
    }

    /// Whether there is a day from which `period` ends sooner than `other`.
    public static boolean isShorter(Period period, Period other) {
        double roughly = days(period) - days(other);
        if (Math.abs(roughly) > 2 * MOST_OFF_DAYS) {
            return roughly < 0;
        }
        LocalDate month = FIRST;
        for (int i = 0; i < CYCLE_MONTHS; i++) {
            for (int day : START_DAYS) {
                if (day <= month.lengthOfMonth()) {
                    LocalDate start = month.withDayOfMonth(day);
                    if (start.plus(period).isBefore(start.plus(other))) {
                        return true;
                    }
                }
            }
            month = month.plusMonths(1);
        }
        return false;
    }

    private static double days(Period period) {
        return period.toTotalMonths() * DAYS_A_MONTH + period.getDays();
    }
}
