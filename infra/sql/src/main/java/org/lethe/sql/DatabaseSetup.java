package org.lethe.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to where these roles find their tables and may what they need, and no more.
///
/// @param roles everybody who connects
public record DatabaseSetup(List<DatabaseRole> roles) {
    public DatabaseSetup {
        roles = List.copyOf(roles);
    }

    /// All schemas that are some role's own.
    public List<Schema> schemas() {
        return roles.stream()
                .flatMap(role -> role.schemas().stream())
                .distinct()
                .toList();
    }

    /// All schemas at once: most of the time goes into loading classes and waiting for the database. Not on virtual
    /// threads: one that waits for a class that another initialises keeps its carrier, and a small machine has two.
    ///
    /// @param owner may create schemas
    /// @throws FlywayException if one can't be brought up to date
    public void migrate(DataSource owner) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("lethe-migration-", 0).factory())) {
            CompletableFuture.allOf(schemas().stream()
                            .map(schema -> CompletableFuture.runAsync(() -> schema.migrate(owner), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FlywayException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// SQL that makes the roles what they are, whatever was before; safe to run again.
    ///
    /// @param login who becomes them
    public List<String> grants(String login) {
        List<String> sql = new ArrayList<>();
        roles.forEach(role -> sql.addAll(role.sql(login, schemas())));
        return sql;
    }

    /// Runs the [#grants] in one transaction.
    ///
    /// @param owner may create roles and owns the tables
    public void grant(DataSource owner, String login) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Two processes that start at once would change the same rows of the catalogue.
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('lethe roles'))");
                statement.execute(String.join(";", grants(login)));
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    /// What is not as it should be: what roles lack, what they have beyond their grants, and which of them the login
    /// can't become. Empty where all is well.
    ///
    /// @return one sentence each
    public List<String> deviations(DataSource dataSource, String login) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<String> found = new ArrayList<>();
            for (DatabaseRole role : roles) {
                List<String> its = role.deviations(connection, schemas());
                found.addAll(its);
                if (its.isEmpty() && !mayBecome(connection, login, role)) {
                    found.add(login + " may not become " + role.name());
                }
            }
            return found;
        }
    }

    private static boolean mayBecome(Connection connection, String login, DatabaseRole role) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_has_role(?, ?, 'SET')")) {
            select.setString(1, login);
            select.setString(2, role.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// What the login may by itself, without becoming anybody: nothing of ours, if all is well.
    ///
    /// @return one sentence each
    public List<String> excesses(DataSource dataSource, String login) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT rolsuper, EXISTS (SELECT FROM pg_class c"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY (?)"
                        + " AND pg_has_role(r.rolname, c.relowner, 'USAGE')) FROM pg_roles r WHERE rolname = ?")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", schemas().stream().map(Schema::name).toArray()));
            select.setString(2, login);
            List<String> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    found.add(login + " is a superuser");
                } else if (row.getBoolean(2)) {
                    found.add(login + " owns the tables");
                }
            }
            return found;
        }
    }
}
