package org.lethe.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// One PostgreSQL 18 for all tests of a JVM, a fresh database for each that asks.
public final class PostgresForTests {

    private static final String IMAGE = "postgres:18";
    private static final String USER = "postgres";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresForTests() {}

    private record Server(String host, int port, String password) {
        String url(String database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?user=" + USER + "&password="
                    + password;
        }
    }

    private static final class Started {
        private static final Server SERVER = start();
    }

    /// The JDBC URL of a new, empty database, with user and password in it.
    public static String newDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(Started.SERVER.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for this test", e);
        }
        return Started.SERVER.url(name);
    }

    /// A pool of at most 32 connections on a new, empty database.
    public static HikariDataSource newDataSource() {
        return dataSource(newDatabase());
    }

    /// A pool of at most 32 connections.
    public static HikariDataSource dataSource(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(32);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /// Where the server keeps its files, its write-ahead log too; absent where it runs in a container.
    public static Optional<Path> dataFolder() {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        try (Connection connection = DriverManager.getConnection(Started.SERVER.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Optional.of(Path.of(row.getString(1)));
        } catch (SQLException e) {
            throw new IllegalStateException("the server does not say where its files are", e);
        }
    }

    private static Server start() {
        return DockerClientFactory.instance().isDockerAvailable() ? startContainer() : startEmbedded();
    }

    private static Server startContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.withUsername(USER).withCommand("postgres", "-c", "max_connections=400");
        container.start(); // Testcontainers' own reaper stops it with the JVM
        return new Server(container.getHost(), container.getFirstMappedPort(), container.getPassword());
    }

    private static Server startEmbedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "400")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    postgres.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return new Server("localhost", postgres.getPort(), USER);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }
}
