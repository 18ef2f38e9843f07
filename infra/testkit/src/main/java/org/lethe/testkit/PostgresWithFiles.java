package org.lethe.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/// A PostgreSQL of one test whose files are at hand, always from embedded binaries: a test may copy them
/// while it runs, as a base backup does, and start another server on the copy.
public final class PostgresWithFiles implements AutoCloseable {
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
    private static final String OWNER_ONLY = "rwx------"; // PostgreSQL starts on nothing that others can read

    private final EmbeddedPostgres server;
    private final Path folder;

    private PostgresWithFiles(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /// @param folder where its files are, or will be; it stays when the server is closed
    public static PostgresWithFiles start(Path folder) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return new PostgresWithFiles(server, folder);
    }

    /// The JDBC URL of its one database, with user and password in it.
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres&password=postgres";
    }

    /// Copies its files and write-ahead log while it runs, so that a server that is started on the copy
    /// recovers to this moment.
    ///
    /// @see "PostgreSQL 18, 25.3.3: making a base backup using the low level API"
    public void copyTo(Path copy) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('copy', true)");
            copyFiles(folder, copy);
            try (ResultSet stopped =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                stopped.next();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
            copyFiles(folder.resolve("pg_wal"), copy.resolve("pg_wal"));
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(folder));
                Files.createDirectories(copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(OWNER_ONLY));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file)),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            // A server at work removes files of its own.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
