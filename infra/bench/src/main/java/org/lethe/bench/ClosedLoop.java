package org.lethe.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// So many workers that do one operation after the other, on virtual or platform threads, for so long.
final class ClosedLoop {
    private static final long STOP_SECONDS = 60;

    private ClosedLoop() {}

    @FunctionalInterface
    interface Operation {
        void run(int worker) throws Exception;
    }

    /// @return operations a second
    static double rate(int workers, boolean virtual, Duration length, Operation operation) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        return rate(workers, virtual, () -> System.nanoTime() < end, length, operation);
    }

    /// @param goesOn asked before each operation
    /// @param atMost how long that may be so
    /// @return operations a second
    static double rate(int workers, boolean virtual, BooleanSupplier goesOn, Duration atMost, Operation operation)
            throws Exception {
        LongAdder done = new LongAdder();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(workers);
        long start = System.nanoTime();
        Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        for (int worker = 0; worker < workers; worker++) {
            int number = worker;
            threads.start(() -> {
                try {
                    while (goesOn.getAsBoolean() && failure.get() == null) {
                        operation.run(number);
                        done.increment();
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                } finally {
                    ended.countDown();
                }
            });
        }
        if (!ended.await(atMost.toSeconds() + STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the load did not stop");
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return done.sum() * 1e9 / (System.nanoTime() - start);
    }
}
