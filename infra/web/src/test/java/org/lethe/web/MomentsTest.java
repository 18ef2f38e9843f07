package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant HALF_AN_HOUR_ON = NOW.plus(Duration.ofMinutes(30));

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    @Test
    void takesNoTimeThatIsFarAhead() {
        Moments moments = new Moments(at(NOW));

        assertThat(moments.given(NOW.plus(Duration.ofMinutes(5)), "/sent_at"))
                .isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(moments.given(null, "/sent_at")).isEqualTo(NOW);
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> moments.given(HALF_AN_HOUR_ON, "/sent_at"));
    }

    @Test
    void takesATrueTimeWhileTheClockThatIsGoneByIsBehind() {
        Moments moments = new Moments(at(NOW), at(HALF_AN_HOUR_ON));

        assertThat(moments.given(HALF_AN_HOUR_ON, "/sent_at")).isEqualTo(HALF_AN_HOUR_ON);
        assertThat(moments.now()).isEqualTo(NOW);
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> moments.given(HALF_AN_HOUR_ON.plus(Duration.ofMinutes(6)), "/sent_at"));
    }
}
