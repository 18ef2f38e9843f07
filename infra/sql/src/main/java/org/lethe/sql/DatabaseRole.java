package org.lethe.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whom a part of Lethe is to the database: a role that nobody logs in as. The process logs in as a member of several
/// and becomes one of them on each connection, which then may what that one may and no more.
///
/// @param name a lower-case word of ours, such as `lethe_retention`; it is never quoted
/// @param schemas whose tables are its own, to be there before it connects
/// @param grants all that it may
public record DatabaseRole(String name, List<Schema> schemas, List<Grant> grants) {
    /// What is looked at for rights beyond the grants.
    private static final List<String> TABLE_PRIVILEGES =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");

    public DatabaseRole {
        schemas = List.copyOf(schemas);
        grants = List.copyOf(grants);
        if (!name.matches("[a-z][a-z0-9_]{0,50}")) {
            throw new IllegalArgumentException("a role is lower-case letters, digits and _, not " + name);
        }
    }

    /// What makes it so, whatever was before. Safe to run again; run it as somebody who may create roles and owns the
    /// tables, after the migrations.
    ///
    /// @param login who becomes this role
    /// @param everySchema of the database, the other parts' too: what it was once granted there is taken back
    public List<String> sql(String login, Collection<Schema> everySchema) {
        List<String> sql = new ArrayList<>();
        // Roles are shared by all databases of a server: nothing of them is written where nothing has to change.
        sql.add("DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + name + "') THEN CREATE ROLE "
                + name + " NOLOGIN; ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = '" + name
                + "' AND (rolcanlogin OR rolsuper OR rolbypassrls)) THEN ALTER ROLE " + name
                + " NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF; END$$");
        for (Schema schema : everySchema) {
            sql.add("REVOKE ALL ON SCHEMA " + schema.name() + " FROM " + name);
            sql.add("REVOKE ALL ON ALL TABLES IN SCHEMA " + schema.name() + " FROM " + name);
        }
        for (String schema : new TreeSet<>(grants.stream().map(Grant::schema).toList())) {
            sql.add("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
        }
        grants.forEach(grant -> sql.addAll(grant.sql(name)));
        sql.add("DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                + " JOIN pg_roles l ON l.oid = m.member WHERE r.rolname = '" + name + "' AND l.rolname = '"
                + login.replace("'", "''") + "' AND m.set_option AND NOT m.inherit_option) THEN GRANT " + name
                + " TO \"" + login.replace("\"", "\"\"") + "\" WITH INHERIT FALSE, SET TRUE; END IF; END$$");
        return sql;
    }

    /// What it lacks and what it has beyond its grants; empty where it is as it should be.
    ///
    /// @param schemas all of the database's that are ours
    /// @return one sentence each
    List<String> deviations(Connection connection, Collection<Schema> schemas) throws SQLException {
        if (!exists(connection)) {
            return List.of("the role " + name + " is not there");
        }
        String privileges = TABLE_PRIVILEGES.stream()
                .map(privilege -> "has_table_privilege('" + name + "', c.oid, '" + privilege + "')")
                .collect(Collectors.joining(", "));
        try (PreparedStatement select = connection.prepareStatement("SELECT n.nspname || '.' || c.relname, "
                + privileges + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') ORDER BY 1")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", schemas.stream().map(Schema::name).toArray()));
            List<String> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    for (int i = 0; i < TABLE_PRIVILEGES.size(); i++) {
                        deviation(row.getString(1), TABLE_PRIVILEGES.get(i), row.getBoolean(i + 2))
                                .ifPresent(found::add);
                    }
                }
            }
            found.addAll(missingOnColumns(connection));
            return found;
        }
    }

    private List<String> missingOnColumns(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Grant grant : grants) {
            for (String privilege : grant.onColumns()) {
                String column = privilege.substring(privilege.indexOf('(') + 1, privilege.length() - 1);
                try (PreparedStatement select =
                        connection.prepareStatement("SELECT has_column_privilege(?, ?, ?, ?)")) {
                    select.setString(1, name);
                    select.setString(2, grant.table());
                    select.setString(3, column);
                    select.setString(4, privilege.substring(0, privilege.indexOf(' ')));
                    try (ResultSet row = select.executeQuery()) {
                        if (row.next() && !row.getBoolean(1)) {
                            found.add(name + " may not " + privilege + " " + grant.table());
                        }
                    }
                }
            }
        }
        return found;
    }

    private Optional<String> deviation(String table, String privilege, boolean has) {
        boolean granted = grants.stream().anyMatch(grant -> grant.gives(privilege, table));
        if (has == granted) {
            return Optional.empty();
        }
        return Optional.of(name + (granted ? " may not " : " may ") + privilege + " " + table
                + (granted ? "" : " and should not"));
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
