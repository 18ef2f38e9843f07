package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.lethe.eventlog.EventLogSchema;

/// A log full of rows as conversations make them, of one client that nobody asks for: 15 messages to a
/// conversation, ids that begin with the time. No envelope opens.
final class MadeUpLog {
    private static final int EVENTS_A_CONVERSATION = 16;
    private static final int STEP = 250_000;

    /// The first of 16 opens the conversation, the others are its messages.
    private static final String FILL = """
            INSERT INTO event_log.event (position, client_id, log_index, event_id, type, version, recorded_at_micros,
                                         tags, unique_tag, facts, sealed)
            SELECT n, '00000000-0000-7000-8000-000000000001', n - 1, gen_random_uuid(),
                   CASE WHEN opens THEN 'ConversationOpened' ELSE 'MessageRecorded' END, 1, 1790000000000000 + n,
                   CASE WHEN opens THEN ARRAY['consumer=' || c, 'conversation=' || c] ELSE ARRAY['conversation=' || c] END,
                   CASE WHEN NOT opens THEN 'message=' || left(c, 13) || right(gen_random_uuid()::text, 23) END,
                   CASE WHEN opens
                        THEN json_build_object('conversation', c, 'consumer', c, 'channel', 'web',
                                               'opened_at', '2026-11-21T12:00:00Z')
                        ELSE json_build_object('conversation', c, 'consumer', c, 'message', c, 'from', 'consumer',
                                               'channel', 'web', 'sent_at', '2026-11-21T12:00:00Z') END,
                   CASE WHEN NOT opens THEN decode(repeat('5a', 221), 'hex') END
            FROM (SELECT n, n %% %1$d = 0 AS opens,
                         lpad(to_hex(1790000000 + n / %1$d), 8, '0') || '-0000-7000-8000-'
                             || lpad(to_hex(n / %1$d), 12, '0') AS c
                  FROM generate_series(%2$d::bigint, %3$d::bigint) AS n) AS rows
            """;

    private MadeUpLog() {}

    /// @param database with nothing in it
    static void fill(HikariDataSource database, int events, String bench, Workload setting) throws SQLException {
        EventLogSchema.SCHEMA.migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (int from = 1; from <= events; from += STEP) {
                int to = Math.min(events, from + STEP - 1);
                statement.execute(FILL.formatted(EVENTS_A_CONVERSATION, from, to));
                setting.progress().accept("%s: %,d of %,d events filled in".formatted(bench, to, events));
            }
            statement.execute("VACUUM ANALYZE event_log.event");
            statement.execute("CHECKPOINT");
        }
    }
}
