package org.lethe.standalone;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.keyring.KeyringSchema;
import org.lethe.retention.RetentionSchema;
import org.lethe.transcript.TranscriptSchema;
import org.lethe.web.WebSchema;
import org.postgresql.ds.PGSimpleDataSource;

/// The database of this process: its server where it is ours, its schemas up to date, and one pool.
final class Database implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 24;
    private static final int IDLE_CONNECTIONS = 6;
    private static final long PATIENCE_MILLIS = 3_000; // for a connection; the caller gets a 503 then
    private static final String RUNTIME_ROLE = "lethe_transcript";

    // The least that the service needs. Rows are locked in the blind index, for which PostgreSQL asks the right to
    // update.
    private static final List<String> GRANTS = List.of(
            "GRANT USAGE ON SCHEMA event_log, keyring, retention, transcript, web TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT ON event_log.event TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT, UPDATE ON keyring.keys, keyring.escrow, keyring.root_epochs TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT, DELETE, UPDATE (consumer_id) ON keyring.blind_index TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA transcript TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA retention TO " + RUNTIME_ROLE,
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA web TO " + RUNTIME_ROLE,
            "REVOKE ALL ON retention.flyway_schema_history, transcript.flyway_schema_history,"
                    + " web.flyway_schema_history FROM " + RUNTIME_ROLE);

    private final @Nullable EmbeddedServer server;
    private final HikariDataSource pool;

    private Database(@Nullable EmbeddedServer server, HikariDataSource pool) {
        this.server = server;
        this.pool = pool;
    }

    /// @throws CannotStartException if there is no database to be had
    static Database open(Settings settings, DataFolder folder) throws IOException {
        return settings.databaseUrl().isPresent()
                ? external(settings.databaseUrl().get(), settings)
                : embedded(EmbeddedServer.start(folder.path()), folder);
    }

    private static Database embedded(EmbeddedServer server, DataFolder folder) throws IOException {
        try {
            Path secret = DataFolder.secret(folder.keys().resolve("transcript-role.pass"));
            String password = Files.readString(secret).strip();
            migrate(server.owner());
            grant(server.owner(), password);
            release(server.owner());
            HikariConfig config = config(server.urlOfNobody());
            config.setUsername(RUNTIME_ROLE);
            config.setPassword(password);
            return new Database(server, new HikariDataSource(config));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Database external(String url, Settings settings) throws IOException {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        HikariConfig config = config(url);
        try {
            owner.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(
                    "the database URL is none", "LETHE_DB_URL looks like jdbc:postgresql://host:5432/lethe.", e);
        }
        if (settings.databaseUser().isPresent()) {
            owner.setUser(settings.databaseUser().get());
            config.setUsername(settings.databaseUser().get());
        }
        if (settings.databasePasswordFile().isPresent()) {
            String password =
                    Files.readString(settings.databasePasswordFile().get()).strip();
            owner.setPassword(password);
            config.setPassword(password);
        }
        try (Connection probe = owner.getConnection()) {
            if (probe.getMetaData().getDatabaseMajorVersion() < 18) {
                throw new CannotStartException("the database is older than PostgreSQL 18", "Use PostgreSQL 18.");
            }
        } catch (SQLException e) {
            throw new CannotStartException(
                    "the database can't be reached, SQL state " + e.getSQLState(),
                    "Check LETHE_DB_URL, LETHE_DB_USER and LETHE_DB_PASSWORD_FILE.",
                    e);
        }
        migrate(owner);
        return new Database(null, new HikariDataSource(config));
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lethe");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(IDLE_CONNECTIONS);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "2"); // seconds
        config.addDataSourceProperty("socketTimeout", "60"); // seconds; longer than any statement of ours
        config.addDataSourceProperty("ApplicationName", "lethe");
        return config;
    }

    /// All schemas at once: most of the time goes into loading classes and waiting for the database. Not on virtual
    /// threads: one that waits for a class that another initialises keeps its carrier, and a small machine has two.
    private static void migrate(DataSource owner) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("lethe-migration-", 0).factory())) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> EventLogSchema.migrate(owner), threads),
                            CompletableFuture.runAsync(() -> KeyringSchema.migrate(owner), threads),
                            CompletableFuture.runAsync(() -> TranscriptSchema.migrate(owner), threads),
                            CompletableFuture.runAsync(() -> RetentionSchema.migrate(owner), threads),
                            CompletableFuture.runAsync(() -> WebSchema.migrate(owner), threads))
                    .join();
        } catch (CompletionException e) {
            throw new CannotStartException(
                    "the database's tables can't be brought up to date: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Is the database of a newer Lethe, or may its role not create schemas?",
                    e);
        }
    }

    private static void grant(DataSource owner, String password) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_roles WHERE rolname = '" + RUNTIME_ROLE + "'")) {
                if (!found.next()) {
                    // The password is base64url of our making: it needs no quoting.
                    statement.execute("CREATE ROLE " + RUNTIME_ROLE + " LOGIN PASSWORD '" + password + "'");
                }
            }
            statement.execute(String.join(";", GRANTS));
        } catch (SQLException e) {
            throw new CannotStartException(
                    "the database's roles can't be set up, SQL state " + e.getSQLState(), "See log/postgres.log.", e);
        }
    }

    /// The folder's lock is ours, and an orphan of its PostgreSQL was stopped: whoever had something in hand is dead.
    private static void release(DataSource owner) {
        try {
            TranscriptSchema.release(owner);
            RetentionSchema.release(owner);
        } catch (SQLException e) {
            throw new CannotStartException(
                    "what the last process left undone can't be taken over, SQL state " + e.getSQLState(),
                    "See log/postgres.log.",
                    e);
        }
    }

    HikariDataSource pool() {
        return pool;
    }

    @Nullable
    EmbeddedServer server() {
        return server;
    }

    @Override
    public void close() {
        pool.close();
        if (server != null) {
            server.close();
        }
    }
}
