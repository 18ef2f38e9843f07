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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.lethe.service.Service;
import org.lethe.service.ServiceHost;
import org.lethe.sql.DatabaseRole;
import org.lethe.sql.DatabaseSetup;
import org.lethe.sql.RolePools;
import org.lethe.sql.Sql;
import org.postgresql.ds.PGSimpleDataSource;

/// The database of this process: its server where it is ours, its schemas up to date, its roles with what they need and
/// no more, and a pool for each.
final class Database implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 2;
    private static final String LOGIN = "lethe_server";
    private static final String GRANTS = "Run what `lethe database grants` prints, as somebody who may create roles.";

    private final @Nullable EmbeddedServer server;
    private final RolePools pools;
    private final DatabaseSettings settings;
    private final List<String> warnings;

    private Database(
            @Nullable EmbeddedServer server, RolePools pools, DatabaseSettings settings, List<String> warnings) {
        this.server = server;
        this.pools = pools;
        this.settings = settings;
        this.warnings = List.copyOf(warnings);
    }

    /// @throws CannotStartException if there is no database to be had
    static Database open(Settings settings, DataFolder folder, List<Service> services) throws IOException {
        DatabaseSettings database = settings.database();
        DatabaseSetup setup = ServiceHost.database(services);
        if (database.url() != null) {
            return external(database.url(), database, setup);
        }
        EmbeddedServer server = EmbeddedServer.start(folder.path(), database.connectionsOf(setup.roles()));
        return embedded(server, folder, database, services);
    }

    private static Database embedded(
            EmbeddedServer server, DataFolder folder, DatabaseSettings settings, List<Service> services)
            throws IOException {
        try {
            Path secret = DataFolder.secret(folder.keys().resolve("server-role.pass"));
            String password = Files.readString(secret).strip();
            DatabaseSetup setup = ServiceHost.database(services);
            migrate(setup, server.owner());
            try {
                makeLogin(server.owner(), password);
                setup.grant(server.owner(), LOGIN);
                release(server.owner(), services);
            } catch (SQLException e) {
                throw new CannotStartException(
                        "the database's roles can't be set up, SQL state " + e.getSQLState(),
                        "See log/postgres.log.",
                        e);
            }
            Files.deleteIfExists(folder.keys().resolve("transcript-role.pass")); // of an earlier version
            return new Database(
                    server,
                    new RolePools(config -> {
                        config.setJdbcUrl(server.urlOfNobody());
                        config.setUsername(LOGIN);
                        config.setPassword(password);
                    }),
                    settings,
                    List.of());
        } catch (IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static void makeLogin(DataSource owner, String password) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            // The password is base64url of our making: it needs no quoting.
            statement.execute("DO $$BEGIN CREATE ROLE " + LOGIN + " LOGIN NOINHERIT PASSWORD '" + password
                    + "'; EXCEPTION WHEN duplicate_object THEN NULL; END$$");
        }
    }

    /// The folder's lock is ours, and an orphan of its PostgreSQL was stopped: whoever had something in hand is dead.
    private static void release(DataSource owner, List<Service> services) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (Service service : services) {
                for (String sql : service.allReleases()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static Database external(String url, DatabaseSettings settings, DatabaseSetup setup) throws IOException {
        Optional<String> password = password(settings.passwordPath());
        PGSimpleDataSource login = source(url, settings.user(), password);
        PGSimpleDataSource owner = settings.owner() != null
                ? source(url, settings.owner(), password(settings.ownerPasswordPath()))
                : login;
        String name = probed(login);
        migrate(setup, owner);
        List<String> warnings = new ArrayList<>(roles(setup, owner, name));
        tooManyConnections(login, settings, setup.roles()).ifPresent(warnings::add);
        Consumer<HikariConfig> database = config -> {
            config.setJdbcUrl(url);
            config.setUsername(settings.user());
            password.ifPresent(config::setPassword);
        };
        return new Database(null, new RolePools(database), settings, warnings);
    }

    private static Optional<String> password(Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(Files.readString(file.get()).strip()) : Optional.empty();
    }

    private static PGSimpleDataSource source(String url, @Nullable String user, Optional<String> password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(
                    "the database URL is none", "LETHE_DB_URL looks like jdbc:postgresql://host:5432/lethe.", e);
        }
        if (user != null) {
            source.setUser(user);
        }
        password.ifPresent(source::setPassword);
        return source;
    }

    /// @return whom the database knows us as
    private static String probed(DataSource login) {
        try (Connection probe = login.getConnection();
                Statement statement = probe.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            if (probe.getMetaData().getDatabaseMajorVersion() < 18) {
                throw new CannotStartException("the database is older than PostgreSQL 18", "Use PostgreSQL 18.");
            }
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /// Pools grow as they are needed, so a database that takes fewer connections than they may have works until then.
    ///
    /// @return what to say of it
    private static Optional<String> tooManyConnections(
            DataSource login, DatabaseSettings settings, List<DatabaseRole> roles) {
        try (Connection connection = login.getConnection()) {
            int taken = setting(connection, "max_connections")
                    - setting(connection, "superuser_reserved_connections")
                    - setting(connection, "reserved_connections");
            int wanted = settings.connectionsOf(roles);
            return wanted <= taken
                    ? Optional.empty()
                    : Optional.of("lethe.db.connections is " + settings.connections() + " for each of " + roles.size()
                            + " roles, " + wanted + " in all, and the database takes " + taken
                            + ": lower it, or raise max_connections");
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private static int setting(Connection connection, String name) throws SQLException {
        return Sql.on(connection, "SELECT current_setting(?)::integer")
                .value(name)
                .first(row -> row.number(1))
                .orElseThrow();
    }

    private static CannotStartException unreachable(SQLException cause) {
        return new CannotStartException(
                "the database can't be reached, SQL state " + cause.getSQLState(),
                "Check LETHE_DB_URL, LETHE_DB_USER and LETHE_DB_PASSWORD_FILE.",
                cause);
    }

    private static void migrate(DatabaseSetup setup, DataSource owner) {
        try {
            setup.migrate(owner);
        } catch (FlywayException e) {
            throw new CannotStartException(
                    "the database's tables can't be brought up to date: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Is the database of a newer Lethe, or may its owner (LETHE_DB_OWNER, else LETHE_DB_USER) not create"
                            + " schemas?",
                    e);
        }
    }

    /// Sees to it that each role has what it needs. Where nothing is missing nothing is granted, so an owner that may
    /// not create roles is enough from then on, and an older version takes nothing from a newer one beside it.
    ///
    /// @return what is more than it should be and does not keep us from starting
    private static List<String> roles(DatabaseSetup setup, DataSource owner, String login) {
        try {
            List<String> lacks = setup.lacks(owner, login);
            if (!lacks.isEmpty()) {
                grant(setup, owner, login, lacks.getFirst());
            }
            List<String> left = setup.lacks(owner, login);
            if (!left.isEmpty()) {
                throw new CannotStartException(
                        "the database's roles are not as they must be: " + left.getFirst(), GRANTS);
            }
            return setup.excesses(owner, login);
        } catch (SQLException e) {
            throw new CannotStartException(
                    "the database's roles can't be looked at, SQL state " + e.getSQLState(), GRANTS, e);
        }
    }

    private static void grant(DatabaseSetup setup, DataSource owner, String login, String lack) {
        try {
            setup.grant(owner, login);
        } catch (SQLException e) {
            throw new CannotStartException(
                    "the database's roles can't be made what they must be, SQL state " + e.getSQLState() + ": " + lack,
                    GRANTS,
                    e);
        }
    }

    /// Opens a pool of connections that are this role.
    HikariDataSource pool(DatabaseRole role) {
        return pools.open(role, this::shaped);
    }

    private HikariConfig shaped(HikariConfig config) {
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(IDLE_CONNECTIONS);
        config.setConnectionTimeout(settings.patience().toMillis());
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "2"); // seconds
        config.addDataSourceProperty("socketTimeout", "60"); // seconds; longer than any statement of ours
        return config;
    }

    /// What its operator should mend, one sentence each.
    List<String> warnings() {
        return warnings;
    }

    @Nullable
    EmbeddedServer server() {
        return server;
    }

    @Override
    public void close() {
        pools.close();
        if (server != null) {
            server.close();
        }
    }
}
