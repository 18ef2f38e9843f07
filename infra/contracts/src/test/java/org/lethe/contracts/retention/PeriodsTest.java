package org.lethe.contracts.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTest {

    @ParameterizedTest
    @CsvSource({"P13M, P13M", "P400D, P400D", "P7Y, P7Y", "P2W, P14D", "P1Y2M3W4D, P1Y2M25D", "P1000Y, P1000Y"})
    void readsCalendarPeriods(String text, Period period) {
        assertThat(Periods.parse(text)).contains(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P0D",
                "P0Y0M",
                "P-1D",
                "-P1Y",
                "P1Y-1M",
                "P",
                "P1",
                "1Y",
                "p1y",
                "P1.5Y",
                "PT1H",
                "P1DT1H",
                "P1001Y",
                "P400000D",
                "P1D1Y",
                "P9999999D",
                "",
                " P1D"
            })
    void takesNothingElse(String text) {
        assertThat(Periods.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "P1Y,   P365D, false",
        "P1Y,   P12M,  false",
        "P12M,  P1Y,   false",
        "P1Y,   P366D, true",
        "P366D, P1Y,   false",
        "P365D, P1Y,   true",
        "P1M,   P28D,  false",
        "P1M,   P29D,  true",
        "P31D,  P1M,   false",
        "P30D,  P1M,   true",
        "P4Y,   P1460D, false",
        "P4Y,   P1461D, true",
        "P1D,   P1000Y, true",
        "P1000Y, P1D,  false",
        "P52W,  P1Y,   true"
    })
    void isShorterIfThereIsADayFromWhichItEndsSooner(String one, String other, boolean shorter) {
        assertThat(Periods.isShorter(Period.parse(one), Period.parse(other))).isEqualTo(shorter);
    }

    /// The days that are looked at stand for all.
    @Test
    void saysWhatEveryDayOfTheCalendarSays() {
        for (int months = 0; months < 50; months += 7) {
            Period period = Period.of(0, months, 11);
            for (int more = -6; more <= 6; more++) {
                Period other = Period.ofDays(Math.max(1, (int) Math.round(months * 30.436875) + 11 + more));
                assertThat(Periods.isShorter(period, other))
                        .as(period + " beside " + other)
                        .isEqualTo(fromSomeDay(period, other));
                assertThat(Periods.isShorter(other, period))
                        .as(other + " beside " + period)
                        .isEqualTo(fromSomeDay(other, period));
            }
        }
    }

    private static boolean fromSomeDay(Period period, Period other) {
        LocalDate end = LocalDate.of(2400, 1, 1);
        for (LocalDate day = LocalDate.of(2000, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            if (day.plus(period).isBefore(day.plus(other))) {
                return true;
            }
        }
        return false;
    }
}
