package org.lethe.access.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    @ParameterizedTest
    @CsvSource({
        "de,     2027-03-29, false", // Easter Monday
        "de,     2027-06-03, true", // Corpus Christi isn't a holiday everywhere
        "de-by,  2027-05-27, false", // but in Bavaria
        "fr,     2027-07-14, false",
        "ie,     2026-03-17, false",
        "gb-eng, 2026-04-06, false",
        "gb-sct, 2026-04-06, true",
        "us-ca,  2026-02-12, true", // Lincoln Day is observed, not kept
        "us,     2026-11-26, false",
        "us,     2021-12-31, false", // New Year's Day 2022 is a Saturday
        "us,     2026-07-03, false",
        "us,     2026-07-04, false",
        "us,     2026-07-06, true"
    })
    void areNoWeekendsAndNoOfficialHolidays(String region, LocalDate day, boolean worked) {
        assertThat(WorkingDays.in(Region.of(region)).includes(day)).isEqualTo(worked);
    }

    @Test
    void areCountedBehindTheFirst() {
        WorkingDays england = WorkingDays.in(Region.of("GB-ENG"));

        assertThat(england.plus(LocalDate.parse("2026-04-02"), 1)).isEqualTo("2026-04-07");
        assertThat(england.plus(LocalDate.parse("2026-04-04"), 2)).isEqualTo("2026-04-08");
        assertThat(england.nextOrSame(LocalDate.parse("2026-04-02"))).isEqualTo("2026-04-02");
        assertThat(england.nextOrSame(LocalDate.parse("2026-04-03"))).isEqualTo("2026-04-07");
    }

    @ParameterizedTest
    @CsvSource({"xx, de", "us-zz, ca", "germany, us-ca"})
    void areRefusedForAPlaceWithoutCalendarNamingThoseThatThereAre(String region, String named) {
        assertThatThrownBy(() -> WorkingDays.in(Region.of(region)))
                .isInstanceOf(UnknownRegionException.class)
                .hasMessageContaining(region)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, de",
        "Europe/Dublin, ie",
        "Europe/London, gb-eng",
        "America/Los_Angeles, us",
        "US/Eastern, us",
        "Etc/UTC,",
        "Z,",
        "+01:00,",
        "America/Toronto,",
        "Asia/Tokyo,"
    })
    void areThoseOfTheZoneWhereItIsKnown(ZoneId zone, String region) {
        assertThat(ZoneRegions.of(zone).map(Region::code)).isEqualTo(Optional.ofNullable(region));
    }

    @Test
    void areKnownForEveryZoneThatNamesARegion() {
        assertThat(ZoneId.getAvailableZoneIds())
                .filteredOn(name -> ZoneRegions.of(ZoneId.of(name)).isPresent())
                .hasSize(ZoneRegions.size())
                .allSatisfy(name -> assertThat(
                                WorkingDays.in(ZoneRegions.of(ZoneId.of(name)).orElseThrow())
                                        .includes(LocalDate.parse("2026-12-25")))
                        .as(name)
                        .isFalse());
    }
}
