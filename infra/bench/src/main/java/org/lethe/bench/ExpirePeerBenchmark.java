package org.lethe.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Destroying a day of 1,000,000 messages against `DELETE` of its rows and the `VACUUM` after it, without which they
/// are on the disk as before. The rows are copies of the events that the import made, in a table like the log's, with
/// the log's indexes and nothing else in it, and they are found by a range of its primary key: the least that a store
/// of plain text could do.
final class ExpirePeerBenchmark implements Benchmark {
    private static final String TABLE_LIKE_THE_LOG = "CREATE TABLE bench.event (LIKE event_log.event INCLUDING ALL)";

    @Override
    public String name() {
        return "expire-peer";
    }

    @Override
    public String description() {
        return "destroying one day's bucket of 1,000,000 messages against DELETE and VACUUM of the same rows";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (Days days = new Days(setting.newService())) {
            days.destroy(days.sparse(setting.scaled(ExpireBenchmark.WARM_UP, ExpireBenchmark.LEAST_WARM_UP)));
            for (int round = 1; round <= setting.rounds(); round++) {
                Days.Day day = days.filled(setting.scaled(ExpireBenchmark.MANY));
                Bench bench = days.service.bench;
                copy(bench, day);
                bench.settle();
                double theirMillis = delete(bench, day);
                bench.settle();
                double ourMillis = days.destroy(day);
                ours.add(ourMillis);
                theirs.add(theirMillis);
                setting.progress()
                        .accept("expire-peer round %d of %d: %.2f / %,.0f ms"
                                .formatted(round, setting.rounds(), ourMillis, theirMillis));
            }
        }
        return List.of(Figure.timesFaster(
                name(), Rounds.median(ours), "ms", "DELETE and VACUUM of the same rows", Rounds.median(theirs), 100));
    }

    private static void copy(Bench bench, Days.Day day) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
            statement.execute("DROP TABLE IF EXISTS bench.event");
            statement.execute(TABLE_LIKE_THE_LOG);
            int copied = statement.executeUpdate("INSERT INTO bench.event SELECT * FROM event_log.event WHERE"
                    + " type = 'MessageRecorded' AND position > " + day.after() + " AND position <= " + day.last());
            if (copied != day.messages()) {
                throw new IllegalStateException("of " + day.messages() + " messages " + copied + " are there");
            }
        }
    }

    private static double delete(Bench bench, Days.Day day) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            statement.executeUpdate(
                    "DELETE FROM bench.event WHERE position > " + day.after() + " AND position <= " + day.last());
            statement.execute("VACUUM bench.event");
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
