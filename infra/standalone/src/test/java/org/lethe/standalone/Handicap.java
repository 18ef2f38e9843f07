package org.lethe.standalone;

import java.time.Duration;
import java.util.Random;

/// Keeps two racers close: who won starts a little later the next time, and much later who wins again and
/// again. So each wins about every second round, on any machine and whatever else it does.
final class Handicap {
    private static final long STEP_NANOS = 4_000_000;
    private static final int MOST_STEPS = 10;
    private static final int JITTER_NANOS = 3_000_000;

    private final Random random;
    private long secondLater;
    private int firstAhead; // won so many times on end; below zero where the second did

    Handicap(long seed) {
        this.random = new Random(seed);
    }

    /// How long each of them waits.
    record Start(Duration first, Duration second) {}

    synchronized Start next() {
        long later = secondLater + random.nextInt(-JITTER_NANOS, JITTER_NANOS + 1);
        return new Start(Duration.ofNanos(Math.max(0, -later)), Duration.ofNanos(Math.max(0, later)));
    }

    synchronized void firstWon(boolean won) {
        firstAhead = won ? Math.max(1, firstAhead + 1) : Math.min(-1, firstAhead - 1);
        secondLater -= STEP_NANOS * Math.clamp(firstAhead, -MOST_STEPS, MOST_STEPS);
    }
}
