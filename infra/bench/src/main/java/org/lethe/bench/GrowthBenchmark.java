package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.EventLogSchema;

/// Append with 5,000,000 events in the log against append on an empty log.
final class GrowthBenchmark implements Benchmark {
    private static final int EVENTS = 5_000_000;
    private static final int IN_FLIGHT = 256;
    private static final int MESSAGES_A_CONVERSATION = 15;

    /// Rows as messages make them: ids that begin with the time, 15 messages to a conversation.
    private static final String FILL = """
            INSERT INTO event_log.event (position, client_id, log_index, event_id, type, version, recorded_at_micros,
                                         tags, unique_tag, facts, sealed)
            SELECT n, '00000000-0000-7000-8000-000000000001', n - 1, gen_random_uuid(), 'MessageRecorded', 1,
                   1790000000000000 + n, ARRAY['conversation=' || c], 'message=' || left(c, 13) || right(gen_random_uuid()::text, 23),
                   json_build_object('conversation', c, 'consumer', c, 'message', c, 'from', 'consumer', 'channel', 'web',
                                     'sent_at', '2026-11-21T12:00:00Z'),
                   decode(repeat('5a', 221), 'hex')
            FROM (SELECT n, lpad(to_hex(1790000000 + n / %1$d), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n / %1$d), 12, '0') AS c
                  FROM generate_series(%2$d::bigint, %3$d::bigint) AS n) AS rows
            """;

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
        fill(large, setting);
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

    private static void fill(HikariDataSource dataSource, Workload setting) throws SQLException {
        EventLogSchema.SCHEMA.migrate(dataSource);
        int events = setting.scaled(EVENTS);
        int step = 250_000;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (int from = 1; from <= events; from += step) {
                statement.execute(FILL.formatted(MESSAGES_A_CONVERSATION, from, Math.min(events, from + step - 1)));
                setting.progress().accept("growth: %,d of %,d events filled in".formatted(from + step - 1, events));
            }
            statement.execute("VACUUM ANALYZE event_log.event");
            statement.execute("CHECKPOINT");
        }
    }
}
