package org.lethe.eventlog;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The log's table, in the schema `event_log`.
public final class EventLogSchema {

    static final String NAME = "event_log";

    private EventLogSchema() {}

    /// Brings the schema up to date; safe to call from several processes at once.
    public static void migrate(DataSource dataSource) {
        Flyway.configure(EventLogSchema.class.getClassLoader())
                .dataSource(dataSource)
                .schemas(NAME)
                .defaultSchema(NAME)
                .locations("classpath:org/lethe/eventlog/db")
                .load()
                .migrate();
    }
}
