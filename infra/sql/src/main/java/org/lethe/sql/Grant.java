package org.lethe.sql;

import java.util.Arrays;
import java.util.List;

/// What a role may do with a table.
///
/// @param privileges as SQL has them: `SELECT, INSERT` or `UPDATE (consumer_id)`
/// @param table with its schema: `event_log.event`; `transcript.*` for all tables of a schema but its history
public record Grant(String privileges, String table) {
    private static final String ALL = ".*";
    private static final String HISTORY = ".flyway_schema_history";

    /// Reads and writes every table of a schema, and empties it.
    public static Grant everything(Schema schema) {
        return new Grant("SELECT, INSERT, UPDATE, DELETE, TRUNCATE", schema.name() + ALL);
    }

    String schema() {
        return table.substring(0, table.indexOf('.'));
    }

    private boolean isWholeSchema() {
        return table.endsWith(ALL);
    }

    List<String> sql(String role) {
        return isWholeSchema()
                ? List.of(
                        "GRANT " + privileges + " ON ALL TABLES IN SCHEMA " + schema() + " TO " + role,
                        "REVOKE ALL ON " + schema() + HISTORY + " FROM " + role)
                : List.of("GRANT " + privileges + " ON " + table + " TO " + role);
    }

    /// Whether the one table that it is about is not among these.
    boolean isNowhere(List<String> tables) {
        return !isWholeSchema() && !tables.contains(table);
    }

    /// Privileges on single columns, such as `UPDATE (consumer_id)`.
    List<String> onColumns() {
        return Arrays.stream(privileges.split(", "))
                .filter(privilege -> privilege.endsWith(")"))
                .toList();
    }

    /// Whether it gives a privilege on a whole table; those on columns alone don't.
    boolean gives(String privilege, String named) {
        boolean covers =
                isWholeSchema() ? named.startsWith(schema() + ".") && !named.endsWith(HISTORY) : named.equals(table);
        return covers && Arrays.asList(privileges.split(", ")).contains(privilege);
    }
}
