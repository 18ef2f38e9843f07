package org.lethe.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.lethe.contracts.ClientId;

/// `RecordMessage` commands against plain inserts of the same row.
final class AppendBenchmark implements Benchmark {

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String description() {
        return "RecordMessage commands, sourced, conditional, sealed, against one INSERT a transaction on 16 connections";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService();
                PlainInsert plain = new PlainInsert(bench.dataSource)) {
            List<Bench.Talk> talks = bench.open(ClientId.random(), setting.openConversations());
            double[] medians = new Rounds(setting)
                    .medians(
                            name(),
                            length -> append(bench, talks, 256, length),
                            plain::run,
                            length -> append(bench, talks, 64, length));
            return List.of(
                    Figure.atLeast(name() + "/256", medians[0], "messages/s", "plain INSERT", medians[1], 1.3),
                    Figure.atLeast(name() + "/64", medians[2], "messages/s", "plain INSERT", medians[1], 1.0));
        }
    }

    static double append(Bench bench, List<Bench.Talk> talks, int inFlight, Duration length) throws Exception {
        return ClosedLoop.rate(inFlight, true, length, worker -> append(bench, talks));
    }

    static void append(Bench bench, List<Bench.Talk> talks) {
        bench.record(talks.get(ThreadLocalRandom.current().nextInt(talks.size())));
    }
}
