package org.lethe.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// One PostgreSQL 18 for all tests of a JVM, a fresh database for each that asks.
public final class PostgresForTests {

    private static final String IMAGE = "postgres:18";
    private static final String USER = "postgres";
    private static final int STOP_SECONDS = 25; // Surefire ends a JVM that takes longer than 30
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

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
        return Started.SERVER.url(create("template1"));
    }

    private static String create(String template) {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(Started.SERVER.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for this test", e);
        }
        return name;
    }

    /// A pool of at most 32 connections on a new, empty database.
    public static HikariDataSource newDataSource() {
        return dataSource(newDatabase());
    }

    /// The same on a new database with tables: the first who names them makes them, the others get a copy.
    public static HikariDataSource newDataSource(String tables, Consumer<DataSource> migration) {
        return dataSource(Started.SERVER.url(create(TEMPLATES.computeIfAbsent(tables, absent -> migrated(migration)))));
    }

    private static String migrated(Consumer<DataSource> migration) {
        String name = create("template1");
        try (HikariDataSource dataSource = dataSource(Started.SERVER.url(name))) {
            migration.accept(dataSource);
        }
        return name;
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
            Path data = Files.createTempDirectory("postgres");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false) // it would wait for a checkpoint
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "400")
                    .start();
            ProcessHandle process = processOf(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
            return new Server("localhost", postgres.getPort(), USER);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }

    private static ProcessHandle processOf(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    // At once, as nobody needs its data: a checkpoint of all databases takes longer than Surefire waits.
    private static void stop(ProcessHandle process, Path data) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start();
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
        TempFolders.delete(data);
    }
}
