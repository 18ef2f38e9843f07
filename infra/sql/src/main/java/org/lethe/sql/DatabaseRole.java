package org.lethe.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whom a part of Lethe is to the database: a role that nobody logs in as. The process logs in as a member of several
/// and becomes one of them on each connection, which then may what that one may and no more.
///
/// @param name a lower-case word of ours, such as `lethe_retention`; it is never quoted
/// @param schemas whose tables are its own, to be there before it connects
/// @param grants all that it may
public record DatabaseRole(String name, List<Schema> schemas, List<Grant> grants) {
    private static final List<String> TABLE_PRIVILEGES =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");
    private static final int MAX_NAME_BYTES = 63; // PostgreSQL's NAMEDATALEN, less its end; it would cut the rest off

    public DatabaseRole {
        schemas = List.copyOf(schemas);
        grants = List.copyOf(grants);
        if (!name.matches("[a-z][a-z0-9_]{0,50}")) {
            throw new IllegalArgumentException("a role is lower-case letters, digits and _, not " + name);
        }
    }

    /// A right that somebody has on one of our tables.
    private record Right(String privilege, String table) {
        @Override
        public String toString() {
            return privilege + " " + table;
        }
    }

    /// What makes it so, whatever was before. Safe to run again; run it as somebody who may create roles and owns the
    /// tables, after the migrations.
    ///
    /// @param login who becomes this role; any name that PostgreSQL takes on one line
    /// @param everySchema of the database, the other parts' too: what it was once granted there is taken back
    List<String> sql(String login, Collection<Schema> everySchema) {
        int bytes = login.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME_BYTES || login.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidLoginException(
                    "a login is 1 to " + MAX_NAME_BYTES + " bytes of UTF-8 without control characters");
        }
        List<String> sql = new ArrayList<>();
        // Roles are shared by all databases of a server: nothing of them is written where nothing has to change.
        sql.add(block("IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + name + "') THEN CREATE ROLE " + name
                + " NOLOGIN; ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = '" + name
                + "' AND rolcanlogin) THEN ALTER ROLE " + name + " NOLOGIN; END IF;"));
        for (Schema schema : everySchema) {
            sql.add("REVOKE ALL ON SCHEMA " + schema.name() + " FROM " + name);
            sql.add("REVOKE ALL ON ALL TABLES IN SCHEMA " + schema.name() + " FROM " + name);
        }
        for (String schema : new TreeSet<>(grants.stream().map(Grant::schema).toList())) {
            sql.add("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
        }
        grants.forEach(grant -> sql.addAll(grant.sql(name)));
        sql.add(block("IF NOT EXISTS (" + membership("'" + login.replace("'", "''") + "'")
                + " AND m.set_option AND NOT m.inherit_option) THEN GRANT " + name + " TO \""
                + login.replace("\"", "\"\"") + "\" WITH INHERIT FALSE, SET TRUE; END IF;"));
        return sql;
    }

    /// Between quotes that the body does not hold, whatever name is in it.
    private static String block(String body) {
        String quote = "$lethe_role$";
        for (int other = 1; body.contains(quote); other++) {
            quote = "$lethe_role_" + other + "$";
        }
        return "DO " + quote + "BEGIN " + body + " END" + quote;
    }

    private String membership(String login) {
        return "SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles l ON l.oid = m.member"
                + " WHERE r.rolname = '" + name + "' AND l.rolname = " + login;
    }

    /// What it lacks, and whether the login can become it; one sentence each.
    List<String> lacks(Connection connection, String login, Collection<Schema> schemas) throws SQLException {
        if (!Sql.on(connection, "SELECT FROM pg_roles WHERE rolname = ?")
                .value(name)
                .exists()) {
            return List.of("the role " + name + " is not there");
        }
        List<Right> has = rights(connection, name, schemas);
        List<String> tables = tables(connection, schemas);
        List<String> lacks = new ArrayList<>(lackedSchemas(connection));
        for (Grant grant : grants) {
            if (grant.isNowhere(tables)) {
                lacks.add(name + " may not " + grant.privileges() + " " + grant.table() + ": it is not there");
            }
        }
        for (String table : tables) {
            for (String privilege : TABLE_PRIVILEGES) {
                Right right = new Right(privilege, table);
                if (isGranted(right) && !has.contains(right)) {
                    lacks.add(name + " may not " + right);
                }
            }
        }
        lacks.addAll(lackedOnColumns(connection, tables));
        if (!Sql.on(connection, "SELECT pg_has_role(?, ?, 'SET')")
                .values(login, name)
                .first(row -> row.is(1))
                .orElse(false)) {
            lacks.add(login + " may not become " + name);
        }
        return lacks;
    }

    /// What it has beyond its grants, and what the login has of it without becoming it; one sentence each.
    List<String> excesses(Connection connection, String login, Collection<Schema> schemas) throws SQLException {
        List<String> excesses = new ArrayList<>();
        for (Right right : rights(connection, name, schemas)) {
            if (!isGranted(right)) {
                excesses.add(name + " may " + right + " and should not");
            }
        }
        if (Sql.on(connection, "SELECT FROM pg_roles WHERE rolname = ? AND rolcanlogin")
                .value(name)
                .exists()) {
            excesses.add(name + " may log in and should not");
        }
        if (Sql.on(connection, membership("?") + " AND m.inherit_option")
                .value(login)
                .exists()) {
            excesses.add(login + " is " + name + " without becoming it");
        }
        return excesses;
    }

    private boolean isGranted(Right right) {
        return grants.stream().anyMatch(grant -> grant.gives(right.privilege(), right.table()));
    }

    private static List<String> tables(Connection connection, Collection<Schema> schemas) throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY (?) ORDER BY 1")
                .array("text", schemas, Schema::name)
                .list(row -> row.text(1));
    }

    /// What somebody may do with whole tables of these schemas, by whatever way.
    private static List<Right> rights(Connection connection, String role, Collection<Schema> schemas)
            throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT p.privilege, n.nspname || '.' || c.relname FROM pg_class c"
                                + " JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(?::text[]) AS p (privilege)"
                                + " WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p')"
                                + " AND has_table_privilege(?::name, c.oid, p.privilege) ORDER BY 2, 1")
                .array("text", TABLE_PRIVILEGES)
                .array("text", schemas, Schema::name)
                .value(role)
                .list(row -> new Right(row.text(1), row.text(2)));
    }

    /// What a login may by itself with tables of ours; one sentence for each table.
    static List<String> rightsOf(Connection connection, String login, Collection<Schema> schemas) throws SQLException {
        return rights(connection, login, schemas).stream()
                .collect(Collectors.groupingBy(
                        Right::table, Collectors.mapping(Right::privilege, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(one -> login + " may " + one.getValue() + " " + one.getKey() + " by itself")
                .sorted()
                .toList();
    }

    /// A right on a table is worth nothing without one on its schema.
    private List<String> lackedSchemas(Connection connection) throws SQLException {
        List<String> lacks = new ArrayList<>();
        for (String schema : new TreeSet<>(grants.stream().map(Grant::schema).toList())) {
            if (!Sql.on(
                            connection,
                            "SELECT FROM pg_namespace WHERE nspname = ? AND has_schema_privilege(?::name, oid, 'USAGE')")
                    .values(schema, name)
                    .exists()) {
                lacks.add(name + " may not USAGE schema " + schema);
            }
        }
        return lacks;
    }

    private List<String> lackedOnColumns(Connection connection, List<String> tables) throws SQLException {
        List<String> lacks = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.isNowhere(tables)) {
                continue;
            }
            for (String privilege : grant.onColumns()) {
                String column = privilege.substring(privilege.indexOf('(') + 1, privilege.length() - 1);
                if (!Sql.on(connection, "SELECT has_column_privilege(?::name, ?, ?, ?)")
                        .values(name, grant.table(), column, privilege.substring(0, privilege.indexOf(' ')))
                        .first(row -> row.is(1))
                        .orElse(false)) {
                    lacks.add(name + " may not " + privilege + " " + grant.table());
                }
            }
        }
        return lacks;
    }
}
