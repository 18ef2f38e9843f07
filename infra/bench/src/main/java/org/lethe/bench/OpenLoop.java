package org.lethe.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// Operations that come at their time whether or not those before are done, as callers do who know nothing of one
/// another. An operation's time runs from when it was due, so waiting counts, and so does whatever held up the load.
final class OpenLoop {
    private static final int MICROS = 1_000;
    private static final int DIGITS = 3;
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Recorder recorder = new Recorder(DIGITS);
    private final Histogram all = new Histogram(DIGITS);
    private final LongAdder done = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private OpenLoop() {}

    @FunctionalInterface
    interface Operation {
        /// @return whether it was taken; not where too much was waiting already
        boolean run() throws Exception;
    }

    /// @param micros from due to done, of those that were done
    /// @param sent how many came
    /// @param shed how many of them were refused because too many were waiting
    record Outcome(Histogram micros, long sent, long shed) {
        double percentile(double percent) {
            return micros.getValueAtPercentile(percent);
        }
    }

    /// @param rate operations a second
    static Outcome run(double rate, Duration length, Operation operation, Consumer<String> progress) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        return run(rate, () -> System.nanoTime() < end, operation, progress);
    }

    /// @param goesOn asked before each operation
    static Outcome run(double rate, BooleanSupplier goesOn, Operation operation, Consumer<String> progress)
            throws Exception {
        return new OpenLoop().send(rate, goesOn, operation, progress);
    }

    private Outcome send(double rate, BooleanSupplier goesOn, Operation operation, Consumer<String> progress)
            throws Exception {
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            long start = System.nanoTime();
            long tellAt = start + TELL_EVERY.toNanos();
            long sent = 0;
            while (failure.get() == null && goesOn.getAsBoolean()) {
                long due = start + (long) (sent * 1e9 / rate);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                workers.execute(() -> run(operation, due));
                sent++;
                if (due > tellAt) {
                    tell(sent, progress);
                    tellAt += TELL_EVERY.toNanos();
                }
            }
            workers.shutdown();
            if (!workers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException((sent - done.sum()) + " operations did not end");
            }
            if (failure.get() != null) {
                throw failure.get();
            }
            tell(sent, progress);
            return new Outcome(all, sent, shed.sum());
        } finally {
            workers.shutdownNow();
        }
    }

    private void run(Operation operation, long due) {
        try {
            if (operation.run()) {
                recorder.recordValue((System.nanoTime() - due) / MICROS);
            } else {
                shed.increment();
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        } finally {
            done.increment();
        }
    }

    private void tell(long sent, Consumer<String> progress) {
        Histogram newer = recorder.getIntervalHistogram();
        all.add(newer);
        progress.accept("  %,d sent, %,d under way, %,d shed; p50 %,d, p99 %,d, p99.9 %,d, at most %,d µs lately"
                .formatted(
                        sent,
                        sent - done.sum(),
                        shed.sum(),
                        newer.getValueAtPercentile(50),
                        newer.getValueAtPercentile(99),
                        newer.getValueAtPercentile(99.9),
                        newer.getMaxValue()));
    }
}
