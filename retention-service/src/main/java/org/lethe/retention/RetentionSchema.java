package org.lethe.retention;

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
}
