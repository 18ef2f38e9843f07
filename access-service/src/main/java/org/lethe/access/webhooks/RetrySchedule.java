package org.lethe.access.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a delivery that failed is tried again. Each wait is up to a tenth longer than said, so that what
/// failed together does not come back together.
///
/// @see "Standard Webhooks, Retry schedule and delivery failures"
final class RetrySchedule {
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final long JITTER = 10; // a tenth

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /// @param failures how many attempts have failed, from 1 on
    /// @return empty when that was the last
    Optional<Duration> waitAfter(int failures) {
        if (failures > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(failures - 1);
        return Optional.of(wait.plusMillis(random.nextLong(wait.toMillis() / JITTER + 1)));
    }
}
