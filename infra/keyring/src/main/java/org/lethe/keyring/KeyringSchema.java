package org.lethe.keyring;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables of the keyring, in the schema `keyring` with a migration history of their own.
public final class KeyringSchema {
    private static final String SCHEMA = "keyring";

    private KeyringSchema() {}

    /// Brings the schema to this version's shape. Run it with a role that may create tables, before [Keyring#open].
    public static void migrate(DataSource dataSource) {
        try {
            Flyway.configure(KeyringSchema.class.getClassLoader())
                    .dataSource(dataSource)
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .locations("classpath:org/lethe/keyring/db")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new KeyringException("the keyring's tables could not be migrated", e);
        }
    }
}
