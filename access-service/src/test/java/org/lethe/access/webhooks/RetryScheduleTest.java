package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final RetrySchedule schedule = new RetrySchedule(random);

    @Test
    void waitsLongerEachTimeAndNeverLessThanSaid() {
        List<Duration> said = List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(14),
                Duration.ofHours(20),
                Duration.ofHours(24));
        for (int failures = 1; failures <= said.size(); failures++) {
            Duration wait = said.get(failures - 1);
            for (int i = 0; i < 100; i++) {
                assertThat(schedule.waitAfter(failures).orElseThrow()).isBetween(wait, wait.plus(wait.dividedBy(10)));
            }
        }
    }

    @Test
    void endsAfterTheTenthAttempt() {
        assertThat(schedule.waitAfter(9)).isPresent();
        assertThat(schedule.waitAfter(10)).isEmpty();
    }

    @Test
    void whatFailedTogetherDoesNotComeBackTogether() {
        assertThat(IntStream.range(0, 50)
                        .mapToObj(_ -> schedule.waitAfter(5))
                        .flatMap(Optional::stream)
                        .distinct()
                        .count())
                .isGreaterThan(40);
    }
}
