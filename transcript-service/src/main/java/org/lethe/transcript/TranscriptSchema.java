package org.lethe.transcript;

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
}
