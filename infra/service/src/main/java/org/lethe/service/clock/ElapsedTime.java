package org.lethe.service.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Time that goes on and is never set: what the wall clock is held against.
@FunctionalInterface
public interface ElapsedTime {
    /// Since some moment that stays the same.
    Duration sinceStart();

    /// Of this machine. Where the kernel tells how long it is up, time that it slept counts too: a laptop's lid is no
    /// leap.
    static ElapsedTime ofTheMachine() {
        return Files.isReadable(UpTime.FILE) ? new UpTime() : () -> Duration.ofNanos(System.nanoTime());
    }

    /// By `CLOCK_MONOTONIC`, which stands still in sleep, and `/proc/uptime`, which goes on in it (proc_uptime(5)).
    final class UpTime implements ElapsedTime {
        static final Path FILE = Path.of("/proc/uptime");
        private static final Duration ASKED_EVERY = Duration.ofSeconds(1); // reading a file each time costs too much
        private static final Duration IMPRECISE = Duration.ofSeconds(5);

        private final long firstNanos = System.nanoTime();
        private final Duration firstUp = read();
        private volatile Duration slept = Duration.ZERO;
        private volatile long askedNanos = firstNanos;

        @Override
        public Duration sinceStart() {
            long now = System.nanoTime();
            if (now - askedNanos > ASKED_EVERY.toNanos()) {
                askedNanos = now;
                Duration up = read();
                Duration more = up.minus(firstUp).minus(Duration.ofNanos(now - firstNanos));
                if (!up.isZero() && more.minus(slept).compareTo(IMPRECISE) > 0) {
                    slept = more;
                }
            }
            return Duration.ofNanos(now - firstNanos).plus(slept);
        }

        private static Duration read() {
            try {
                String text = Files.readString(FILE);
                return Duration.ofMillis(Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1_000));
            } catch (IOException | RuntimeException e) {
                return Duration.ZERO; // then it is the monotonic clock's word alone
            }
        }
    }
}
