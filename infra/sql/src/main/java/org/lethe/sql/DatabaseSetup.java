package org.lethe.sql;

import java.sql.Connection;
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
    /// @throws InvalidLoginException if nobody can have that name
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

    /// What roles lack, and which of them the login can't become: without it this version can't run.
    ///
    /// @return one sentence each; empty where all is well
    public List<String> lacks(DataSource dataSource, String login) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<String> lacks = new ArrayList<>();
            for (DatabaseRole role : roles) {
                lacks.addAll(role.lacks(connection, login, schemas()));
            }
            return lacks;
        }
    }

    /// What roles have beyond their grants, and what the login may by itself, without becoming anybody. A process of a
    /// newer version may need it, so nobody takes it back unasked.
    ///
    /// @return one sentence each; empty where all is well
    public List<String> excesses(DataSource dataSource, String login) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (Sql.on(connection, "SELECT FROM pg_roles WHERE rolname = ? AND rolsuper")
                    .value(login)
                    .exists()) {
                return List.of(login + " is a superuser");
            }
            if (Sql.on(
                            connection,
                            "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                    + " WHERE n.nspname = ANY (?) AND pg_has_role(?::name, c.relowner, 'USAGE')")
                    .array("text", schemas(), Schema::name)
                    .value(login)
                    .exists()) {
                return List.of(login + " owns the tables");
            }
            List<String> excesses = new ArrayList<>(DatabaseRole.rightsOf(connection, login, schemas()));
            for (DatabaseRole role : roles) {
                excesses.addAll(role.excesses(connection, login, schemas()));
            }
            return excesses;
        }
    }
}
