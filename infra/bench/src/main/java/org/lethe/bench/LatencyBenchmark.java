package org.lethe.bench;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.lethe.contracts.ClientId;

/// The 99th percentile at half of the highest rate, ours against plain inserts at the same rate. Open loop: an
/// operation's time runs from when it was due, so waiting counts.
final class LatencyBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 256;
    private static final int PLAIN_CONNECTIONS = 16;
    private static final int MICROS = 1_000;

    @FunctionalInterface
    private interface Operation {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "p99 of single messages at half of the highest rate against p99 of plain INSERTs at the same rate";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService();
                PlainInsert plain = new PlainInsert(bench.dataSource);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Bench.Talk> talks = bench.open(ClientId.random(), setting.openConversations());
            AppendBenchmark.append(bench, talks, IN_FLIGHT, setting.warmUp());
            double highest = AppendBenchmark.append(bench, talks, IN_FLIGHT, setting.measured());
            double rate = highest / 2;
            setting.progress().accept("latency: %,.0f messages/s at most; measured at %,.0f".formatted(highest, rate));
            Semaphore connections = new Semaphore(PLAIN_CONNECTIONS);
            ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < PLAIN_CONNECTIONS; i++) {
                free.add(i);
            }
            Operation ours =
                    () -> bench.record(talks.get(ThreadLocalRandom.current().nextInt(talks.size())));
            Operation theirs = () -> {
                connections.acquire();
                Integer connection = Objects.requireNonNull(free.poll());
                try {
                    plain.insert(connection);
                } finally {
                    free.add(connection);
                    connections.release();
                }
            };
            double[] medians = new Rounds(setting)
                    .medians(
                            name() + " (µs)",
                            length -> p99(workers, rate, length, ours),
                            length -> p99(workers, rate, length, theirs));
            return List.of(Figure.atMost(name(), medians[0], "µs", "p99 of plain INSERT", medians[1], 3.0));
        }
    }

    private static double p99(ExecutorService workers, double rate, Duration length, Operation operation)
            throws InterruptedException {
        ConcurrentHistogram histogram = new ConcurrentHistogram(3);
        AtomicInteger failed = new AtomicInteger();
        int operations = (int) (rate * length.toMillis() / 1_000);
        CountDownLatch ended = new CountDownLatch(operations);
        long start = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            long due = start + (long) (i * 1e9 / rate);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            workers.execute(() -> {
                try {
                    operation.run();
                    histogram.recordValue((System.nanoTime() - due) / MICROS);
                } catch (Exception e) {
                    failed.incrementAndGet();
                } finally {
                    ended.countDown();
                }
            });
        }
        if (!ended.await(60, TimeUnit.SECONDS) || failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " operations failed or did not end");
        }
        return histogram.getValueAtPercentile(99);
    }
}
