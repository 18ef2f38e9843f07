package org.lethe.service.clock;

import java.time.Duration;
import org.lethe.contracts.Meaning;

/// When the clock is not believed.
public record ClockSettings(
        @Meaning(
                "how far the clock may be from the monotonic clock, the database's and the newest event: beyond it what is"
                        + " due waits, and the process is not ready")
        Duration tolerance,

        @Meaning("how long nothing may have run: after a longer stop what is due waits until a person has confirmed the"
                + " clock")
        Duration longestStop) {
    public ClockSettings {
        require(tolerance.isPositive(), "lethe.clock.tolerance is longer than nothing");
        require(longestStop.compareTo(tolerance) > 0, "lethe.clock.longest-stop is longer than lethe.clock.tolerance");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static ClockSettings defaults() {
        return new ClockSettings(Duration.ofMinutes(5), Duration.ofHours(24));
    }
}
