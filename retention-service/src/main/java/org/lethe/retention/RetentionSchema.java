package org.lethe.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables of retention-service, in the schema `retention`.
public final class RetentionSchema {
    static final String TOKEN_TABLE = "retention.token_entry";

    private RetentionSchema() {}

    /// Brings the schema up to date; safe to call from several processes at once.
    public static void migrate(DataSource dataSource) {
        Flyway.configure(RetentionSchema.class.getClassLoader())
                .dataSource(dataSource)
                .schemas("retention")
                .defaultSchema("retention")
                .locations("classpath:org/lethe/retention/db")
                .load()
                .migrate();
    }

    /// Lets go of what a process that is no more had in its hands, so that the next goes on with it at once. Only
    /// where no other process can be: one that lives would work beside the next.
    public static void release(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE " + TOKEN_TABLE + " SET owner = NULL WHERE owner IS NOT NULL");
            statement.execute("UPDATE retention.scheduled_tasks SET picked = FALSE, picked_by = NULL,"
                    + " last_heartbeat = NULL, version = version + 1 WHERE picked");
        }
    }
}
