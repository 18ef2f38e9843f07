package org.lethe.keyring;

import java.util.List;
import org.lethe.sql.Grant;
import org.lethe.sql.Schema;

/// The tables of the keyring, in the schema `keyring`, and what whoever holds the keyring may do with them.
public final class KeyringSchema {
    public static final Schema SCHEMA = Schema.of("keyring", KeyringSchema.class);

    /// Rows are locked in the blind index, for which PostgreSQL asks the right to update.
    public static final List<Grant> HOLDING = List.of(
            new Grant("SELECT, INSERT, UPDATE", "keyring.keys"),
            new Grant("SELECT, INSERT, UPDATE", "keyring.escrow"),
            new Grant("SELECT, INSERT, UPDATE", "keyring.root_epochs"),
            new Grant("SELECT, INSERT, DELETE, UPDATE (consumer_id)", "keyring.blind_index"),
            new Grant("SELECT, INSERT, DELETE", "keyring.held_index"));

    private KeyringSchema() {}
}
