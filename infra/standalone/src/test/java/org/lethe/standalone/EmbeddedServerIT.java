package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.sql.Sql;

class EmbeddedServerIT {
    private static final Path PROGRAMS =
            Path.of("target", "postgres-" + PostgresPrograms.VERSION).toAbsolutePath();

    @TempDir
    Path parent;

    @Test
    void leavesAProcessAloneThatIsNotPostgres() throws IOException {
        // given
        Path folder = parent.resolve("data");
        start(folder).close();
        Process foreign = new ProcessBuilder("sleep", "300").start();
        try {
            writePid(folder, foreign.pid());

            // when
            try (EmbeddedServer server = start(folder)) {
                // then
                assertThat(server.pid()).isNotEqualTo(foreign.pid());
                assertThat(foreign.isAlive()).isTrue();
            }
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void leavesThePostgresOfAnotherFolderAlone() throws IOException {
        // given
        Path folder = parent.resolve("data");
        start(folder).close();
        try (EmbeddedServer other = start(parent.resolve("other"))) {
            long pid = other.pid();
            writePid(folder, pid);

            // when
            try (EmbeddedServer server = start(folder)) {
                // then
                assertThat(server.pid()).isNotEqualTo(pid);
                assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
                assertThat(other.pid()).isEqualTo(pid);
            }
        }
    }

    @Test
    void takesAsManyConnectionsAsThePoolsMayOpen() throws IOException, SQLException {
        Path folder = RunningFixture.folder(parent);
        Settings settings = Settings.in(folder).with("lethe.db.connections", "60");

        try (DataFolder opened = DataFolder.open(folder);
                Database database = Database.open(settings, opened, Services.ALL);
                Connection owner =
                        Objects.requireNonNull(database.server()).owner().getConnection()) {
            int most = Sql.on(owner, "SELECT current_setting('max_connections')::integer")
                    .first(row -> row.number(1))
                    .orElseThrow();
            assertThat(most).isEqualTo(5 * 60 + 20); // five roles, and some to spare
        }
    }

    private static EmbeddedServer start(Path folder) {
        return EmbeddedServer.start(folder, PROGRAMS, Map.of());
    }

    private static void writePid(Path folder, long pid) throws IOException {
        Path data = folder.resolve("pgsql");
        Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n1\n");
    }
}
