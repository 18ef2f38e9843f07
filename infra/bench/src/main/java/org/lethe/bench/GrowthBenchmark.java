package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.lethe.contracts.ClientId;

/// Append with 5,000,000 events in the log against append on an empty log.
final class GrowthBenchmark implements Benchmark {
    private static final int EVENTS = 5_000_000;
    private static final int IN_FLIGHT = 256;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "append with 5,000,000 events in the log against append on an empty log";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        HikariDataSource large = setting.postgres().newDatabase();
        MadeUpLog.fill(large, setting.scaled(EVENTS), name(), setting);
        try (Bench grown = Bench.on(large);
                Bench empty = setting.newService()) {
            List<Bench.Talk> grownTalks = grown.open(ClientId.random(), setting.openConversations());
            List<Bench.Talk> emptyTalks = empty.open(ClientId.random(), setting.openConversations());
            double[] medians = new Rounds(setting)
                    .medians(
                            name(),
                            length -> AppendBenchmark.append(grown, grownTalks, IN_FLIGHT, length),
                            length -> AppendBenchmark.append(empty, emptyTalks, IN_FLIGHT, length));
            return List.of(Figure.atLeast(name(), medians[0], "messages/s", "append on an empty log", medians[1], 0.9));
        }
    }
}
