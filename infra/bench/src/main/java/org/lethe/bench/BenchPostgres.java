package org.lethe.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL that ours and theirs share: durable, with the settings that `lethe up` gives it. An
/// external one by `LETHE_DB_URL`.
final class BenchPostgres implements AutoCloseable {
    private static final int CONNECTIONS = 40;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final @Nullable EmbeddedPostgres embedded;
    private final @Nullable String external;
    private final TempFolder folder;

    private BenchPostgres(@Nullable EmbeddedPostgres embedded, @Nullable String external, TempFolder folder) {
        this.embedded = embedded;
        this.external = external;
        this.folder = folder;
    }

    static BenchPostgres start() throws IOException {
        TempFolder folder = TempFolder.create();
        String url = System.getenv("LETHE_DB_URL");
        if (url != null) {
            return new BenchPostgres(null, url, folder);
        }
        return new BenchPostgres(
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.path().toFile())
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .setServerConfig("checkpoint_timeout", "15min")
                        .setServerConfig("jit", "off")
                        .setServerConfig("max_connections", "200")
                        .start(),
                null,
                folder);
    }

    /// A pool on a new, empty database.
    HikariDataSource newDatabase() {
        return pool(newDatabaseUrl(), CONNECTIONS);
    }

    /// Where a new, empty database is.
    String newDatabaseUrl() {
        String name = "bench_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (HikariDataSource admin = pool(url("postgres"), 1);
                Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database to measure on", e);
        }
        return url(name);
    }

    static HikariDataSource pool(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1); // each role has a pool like this one: what nobody uses would use up the server's
        config.addDataSourceProperty("prepareThreshold", "1");
        return new HikariDataSource(config);
    }

    private String url(String database) {
        if (embedded != null) {
            return embedded.getJdbcUrl("postgres", database);
        }
        String url = String.valueOf(external);
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        return base.substring(0, base.lastIndexOf('/') + 1) + database + (query < 0 ? "" : url.substring(query));
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
        folder.close();
    }
}
