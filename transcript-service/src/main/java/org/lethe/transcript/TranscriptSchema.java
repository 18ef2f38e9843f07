package org.lethe.transcript;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The views of transcript-service, in the schema `transcript`.
public final class TranscriptSchema {
    static final String TOKEN_TABLE = "transcript.token_entry";

    private TranscriptSchema() {}

    /// Brings the schema up to date; safe to call from several processes at once.
    public static void migrate(DataSource dataSource) {
        Flyway.configure(TranscriptSchema.class.getClassLoader())
                .dataSource(dataSource)
                .schemas("transcript")
                .defaultSchema("transcript")
                .locations("classpath:org/lethe/transcript/db")
                .load()
                .migrate();
    }

    /// Lets go of what a process that is no more had in its hands, so that the next follows the log at once. Only
    /// where no other process can be: one that lives would work beside the next.
    public static void release(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE " + TOKEN_TABLE + " SET owner = NULL WHERE owner IS NOT NULL");
        }
    }
}
