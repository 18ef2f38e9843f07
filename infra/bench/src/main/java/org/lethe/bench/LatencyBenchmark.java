package org.lethe.bench;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.EventLogOverloadedException;

/// How long single messages take that come at half of the highest rate, open loop, for 60 times a round's length (ten
/// minutes), against plain inserts at a rate that those sustain.
///
/// The highest rate of each is the median of its rounds, in turn. Plain inserts come at half of theirs where that is
/// less than half of ours: at a rate that they don't sustain they would queue for ever, and any figure would look good
/// beside theirs. Before each, PostgreSQL writes down what went before.
final class LatencyBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 256;
    private static final int PLAIN_CONNECTIONS = 16;
    private static final int ROUNDS_LONG = 60;
    private static final double P99_AT_MOST = 2;
    private static final double P999_AT_MOST = 5;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "single messages at half of the highest rate, open loop, against plain INSERTs at a rate they sustain";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService();
                PlainInsert plain = new PlainInsert(bench.dataSource)) {
            List<Bench.Talk> talks = bench.open(ClientId.random(), setting.openConversations());
            double[] highest = new Rounds(setting)
                    .medians(
                            name() + " (the highest rates)",
                            length -> AppendBenchmark.append(bench, talks, IN_FLIGHT, length),
                            plain::run);
            double ourRate = highest[0] / 2;
            double theirRate = Math.min(ourRate, highest[1] / 2);
            Duration length = setting.measured().multipliedBy(ROUNDS_LONG);
            OpenLoop.Outcome ours = measure("ours", bench, setting, ourRate, length, () -> taken(bench, talks));
            OpenLoop.Outcome theirs = measure("theirs", bench, setting, theirRate, length, operation(plain));
            String against = "plain INSERT, %,.0f/s beside %,.0f/s".formatted(theirRate, ourRate);
            return List.of(
                    Figure.atMost(name(), ours.percentile(99), "µs p99", against, theirs.percentile(99), P99_AT_MOST),
                    Figure.atMost(
                            name() + "/99.9",
                            ours.percentile(99.9),
                            "µs p99.9",
                            against,
                            theirs.percentile(99.9),
                            P999_AT_MOST),
                    Figure.atLeast(
                            name() + "/taken", ours.sent() - ours.shed(), "messages", "all that came", ours.sent(), 1));
        }
    }

    private OpenLoop.Outcome measure(
            String whose, Bench bench, Workload setting, double rate, Duration length, OpenLoop.Operation operation)
            throws Exception {
        bench.settle();
        setting.progress().accept("%s: %s at %,.0f messages/s".formatted(name(), whose, rate));
        OpenLoop.run(rate, setting.warmUp(), operation, setting.progress());
        return OpenLoop.run(rate, length, operation, setting.progress());
    }

    private static boolean taken(Bench bench, List<Bench.Talk> talks) {
        try {
            AppendBenchmark.append(bench, talks);
            return true;
        } catch (EventLogOverloadedException e) {
            return false;
        }
    }

    /// Takes a free connection, and waits for one where there is none.
    private static OpenLoop.Operation operation(PlainInsert plain) {
        Semaphore connections = new Semaphore(PLAIN_CONNECTIONS);
        ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>(
                IntStream.range(0, PLAIN_CONNECTIONS).boxed().toList());
        return () -> {
            connections.acquire();
            Integer connection = Objects.requireNonNull(free.poll());
            try {
                plain.insert(connection);
                return true;
            } finally {
                free.add(connection);
                connections.release();
            }
        };
    }
}
