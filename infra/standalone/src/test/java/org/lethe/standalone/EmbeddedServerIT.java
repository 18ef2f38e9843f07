package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static EmbeddedServer start(Path folder) {
        return EmbeddedServer.start(folder, PROGRAMS, Map.of());
    }

    private static void writePid(Path folder, long pid) throws IOException {
        Path data = folder.resolve("pgsql");
        Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n1\n");
    }
}
