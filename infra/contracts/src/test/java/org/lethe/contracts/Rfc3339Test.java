package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @Test
    void readsWhatTheJdkWrites() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-2_000_000_000L, 20_000_000_000L), random.nextInt(4) * random.nextInt(250_000_000));

            assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-11-21T25:00:00Z",
                "2026-11-21T12:60:00Z",
                "2026-11-21 12:00:00Z",
                "2026-11-21T12:00:00.1x3Z"
            })
    void refusesWhatTheJdkRefuses(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-12-31T24:00:00Z",
                "2026-12-31T24:00:00.000Z",
                "2026-12-31T12:00:00+01:00:30",
                "2026-12-31T12:00:00+01"
            })
    void refusesWhatOnlyTheJdkTakes(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "9999-12-31T24:00:00Z",
                "0000-01-01T00:00:00+01:00"
            })
    void refusesYearsThatFourDigitsDoNotHold(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "2026-02-28T23:59:59.999999999Z",
                "2024-02-29T00:00:00Z",
                "2026-12-31t23:00:00z",
                "2026-12-31T23:00:00+05:30"
            })
    void readsEdgesLikeTheJdk(String text) {
        assertThat(Rfc3339.parse(text)).isEqualTo(Instant.parse(text));
    }
}
