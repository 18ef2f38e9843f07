package org.lethe.web;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables of this library: schema `web`, with its own history of migrations.
public final class WebSchema {
    private WebSchema() {}

    /// Brings the schema to this version. Safe to run at every start.
    public static void migrate(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("web")
                .locations("classpath:org/lethe/web/db")
                .load()
                .migrate();
    }
}
