package org.lethe.retention.runs;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.lethe.sql.Sql;

/// The table in which db-scheduler keeps what is to be done when.
final class PlannedTasks {
    private static final String DUE = """
            UPDATE retention.scheduled_tasks SET execution_time = ?, version = version + 1
            WHERE NOT picked AND execution_time > ?
            """;

    /// Who has a task in hand says so with its clock: a sign of life in the time to come would keep it from others.
    private static final String ALIVE = """
            UPDATE retention.scheduled_tasks SET last_heartbeat = ?
            WHERE picked AND last_heartbeat > ?
            """;

    private final DataSource dataSource;

    PlannedTasks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Has everything done at once that waits for longer than anything is ever to wait.
    ///
    /// @param longestWait between two times that a task is done
    /// @param heartbeat how far ahead another process's sign of life may be
    /// @return how many tasks there were
    int drawNear(Instant now, Duration longestWait, Duration heartbeat) throws SQLException {
        int alive = Sql.on(dataSource, ALIVE).values(now, now.plus(heartbeat)).update();
        return alive
                + Sql.on(dataSource, DUE)
                        .values(now, now.plus(longestWait).plus(heartbeat))
                        .update();
    }
}
