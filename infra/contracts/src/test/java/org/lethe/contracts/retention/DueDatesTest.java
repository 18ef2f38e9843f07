package org.lethe.contracts.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueDatesTest {
    private static final long SEED = 20261121;

    @ParameterizedTest
    @CsvSource({
        "2026-11-20, P1D,   2026-11-22T12:00:00Z",
        "2026-11-20, P13M,  2027-12-21T12:00:00Z",
        "2025-01-31, P1M,   2025-03-01T12:00:00Z",
        "2024-01-31, P1M,   2024-03-01T12:00:00Z",
        "2024-01-30, P1M,   2024-03-01T12:00:00Z",
        "2024-02-29, P1Y,   2025-03-01T12:00:00Z",
        "2024-02-29, P4Y,   2028-03-01T12:00:00Z",
        "2023-02-28, P1Y,   2024-02-29T12:00:00Z",
        "2026-12-31, P2M,   2027-03-01T12:00:00Z",
        "2026-03-28, P1D,   2026-03-30T12:00:00Z",
        "2026-10-24, P1D,   2026-10-26T12:00:00Z",
        "2026-11-20, P2W,   2026-12-05T12:00:00Z",
        "2024-01-31, P1M1D, 2024-03-02T12:00:00Z"
    })
    void aDayIsDueWhenItsLastDayIsOverInUtcMinus12(LocalDate day, String period, Instant due) {
        assertThat(DueDates.dueAt(day, Periods.parse(period).orElseThrow())).isEqualTo(due);
    }

    /// Read as dates: in no zone does the last day that content is kept on still run, and in UTC it is over
    /// for less than a day.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Etc/GMT+12",
                "Pacific/Kiritimati",
                "Pacific/Apia",
                "America/New_York",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "UTC"
            })
    void isNeverEarlyInAnyZoneAndAtMostADayLate(String zone) {
        RandomGenerator random = random();
        for (int i = 0; i < 20_000; i++) {
            LocalDate day = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(20_000));
            Period period = Period.of(random.nextInt(8), random.nextInt(14), random.nextInt(1, 70));
            LocalDate lastKept = day.plus(period);
            Instant due = DueDates.dueAt(day, period);

            assertThat(LocalDate.ofInstant(due, ZoneId.of(zone)))
                    .as("%s + %s", day, period)
                    .isAfter(lastKept);
            assertThat(due)
                    .isBefore(lastKept.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    /// Read as times: whatever was said on the UTC day has been kept for the whole period on the clock of
    /// whoever said it, daylight saving included, where that clock showed the same date.
    @Test
    void nothingGoesBeforeItsOwnTimePlusThePeriodOnAnyClockOfThatDate() {
        RandomGenerator random = random();
        List<ZoneId> zones = ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .filter(name -> !name.startsWith("SystemV"))
                .map(ZoneId::of)
                .toList();
        for (int i = 0; i < 50_000; i++) {
            LocalDate day = LocalDate.of(2015, 1, 1).plusDays(random.nextInt(6_000));
            OffsetDateTime said =
                    day.atStartOfDay().plusSeconds(random.nextInt(86_400)).atOffset(ZoneOffset.UTC);
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            Period period = Period.of(random.nextInt(3), random.nextInt(14), random.nextInt(1, 40));
            if (said.atZoneSameInstant(zone).toLocalDate().equals(day)) {
                assertThat(said.atZoneSameInstant(zone).plus(period).toInstant())
                        .as("%s in %s + %s", said, zone, period)
                        .isBeforeOrEqualTo(DueDates.dueAt(day, period));
            }
        }
    }

    @Test
    void theLastDueDayIsTheLastWhoseInstantHasCome() {
        RandomGenerator random = random();
        for (int i = 0; i < 50_000; i++) {
            Period period = Period.of(random.nextInt(12), random.nextInt(30), random.nextInt(800));
            Instant at = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(random.nextLong(400L * 86_400 * 30));
            if (i % 3 == 0) {
                LocalDate day = LocalDate.of(2024, 2, 20).plusDays(random.nextInt(20));
                at = DueDates.dueAt(day, period).plusSeconds(random.nextInt(-1, 2));
            }
            LocalDate last = DueDates.lastDueDay(at, period);

            assertThat(DueDates.dueAt(last, period)).as("%s at %s", period, at).isBeforeOrEqualTo(at);
            assertThat(DueDates.dueAt(last.plusDays(1), period))
                    .as("%s at %s", period, at)
                    .isAfter(at);
        }
    }

    @Test
    void aLaterDayIsNeverDueSooner() {
        for (Period period : List.of(Period.ofMonths(1), Period.ofMonths(13), Period.ofYears(1), Period.of(0, 1, 1))) {
            for (LocalDate day = LocalDate.of(2023, 1, 1); day.getYear() < 2029; day = day.plusDays(1)) {
                assertThat(DueDates.dueAt(day.plusDays(1), period)).isAfterOrEqualTo(DueDates.dueAt(day, period));
            }
        }
    }

    private static RandomGenerator random() {
        System.Logger log = System.getLogger(DueDatesTest.class.getName());
        log.log(System.Logger.Level.INFO, "seed {0}", Long.toString(SEED));
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    }
}
