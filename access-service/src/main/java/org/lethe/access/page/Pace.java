package org.lethe.access.page;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Answers no sooner than a while after the question, so that how long it takes says nothing of who is known.
final class Pace {
    private final long least;

    Pace(Duration least) {
        this.least = least.toNanos();
    }

    /// What is done meanwhile.
    @FunctionalInterface
    interface Doing<T, E extends Exception> {
        T run() throws E;
    }

    /// For virtual threads: none other waits.
    <T, E extends Exception> T keep(Doing<T, E> doing) throws E {
        long until = System.nanoTime() + least;
        try {
            return doing.run();
        } finally {
            for (long rest = until - System.nanoTime(); rest > 0; rest = until - System.nanoTime()) {
                LockSupport.parkNanos(rest);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
    }
}
