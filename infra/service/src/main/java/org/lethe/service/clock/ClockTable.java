package org.lethe.service.clock;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.sql.DataSource;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The database's clock, the log's newest event, and the row in which the processes tell each other what they saw.
final class ClockTable implements Witness {
    private static final String ASK = """
            SELECT clock_timestamp(),
                   (SELECT recorded_at_micros FROM event_log.event ORDER BY position DESC LIMIT 1),
                   c.seen_at, c.confirmations, c.confirmed_at, c.by_database, c.recorded_up_to
            FROM (SELECT) one LEFT JOIN event_log.clock c ON TRUE
            """;

    private static final String SAW = """
            INSERT INTO event_log.clock AS c (seen_at) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET seen_at = greatest(c.seen_at, excluded.seen_at)
            """;

    /// The newest event of each client, found one client after the other along the index: the latest time of the log
    /// without reading all of it.
    private static final String CONFIRM = """
            WITH RECURSIVE client AS (
                (SELECT client_id FROM event_log.event ORDER BY client_id LIMIT 1)
                UNION ALL
                SELECT (SELECT e.client_id FROM event_log.event e WHERE e.client_id > client.client_id
                        ORDER BY e.client_id LIMIT 1)
                FROM client WHERE client.client_id IS NOT NULL),
            latest AS (
                SELECT max((SELECT e.recorded_at_micros FROM event_log.event e WHERE e.client_id = client.client_id
                            ORDER BY e.log_index DESC LIMIT 1)) AS micros FROM client)
            INSERT INTO event_log.clock AS c (seen_at, confirmations, confirmed_at, by_database, recorded_up_to)
            SELECT ?, 1, ?, clock_timestamp(),
                   'epoch'::timestamptz + coalesce(micros, 0) * interval '1 microsecond' FROM latest
            ON CONFLICT (only_row) DO UPDATE SET seen_at = excluded.seen_at, confirmations = c.confirmations + 1,
                confirmed_at = excluded.confirmed_at, by_database = excluded.by_database,
                recorded_up_to = excluded.recorded_up_to
            """;

    private final DataSource dataSource;

    /// @param dataSource may read the log, and write `event_log.clock`
    ClockTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Testimony ask() throws SQLException {
        return Sql.on(dataSource, ASK).first(ClockTable::testimony).orElseThrow();
    }

    private static Testimony testimony(Row row) throws SQLException {
        Optional<Instant> confirmed = row.instantIfAny(5);
        return new Testimony(
                row.instant(1),
                row.wholeIfAny(2).map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                row.instantIfAny(3),
                confirmed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Confirmation(row.whole(4), confirmed.get(), row.instant(6), row.instant(7))));
    }

    @Override
    public void saw(Instant now) throws SQLException {
        Sql.on(dataSource, SAW).value(now.truncatedTo(ChronoUnit.MICROS)).update();
    }

    @Override
    public void confirm(Instant now) throws SQLException {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        Sql.on(dataSource, CONFIRM).values(micros, micros).update();
    }
}
