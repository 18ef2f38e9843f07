package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenIT {
    @TempDir
    private Path parent;

    @Test
    void isNotMadeASecondTimeAndCanBeReplaced() throws IOException {
        Settings settings = Settings.in(RunningFixture.folder(parent));
        Path token = settings.dataFolder().resolve("operator.token");
        Standalone.start(settings).close();
        Path lost = Files.move(token, parent.resolve("operator.token"));

        try (Running running = Standalone.start(settings);
                RunningFixture found = new RunningFixture(running.url(), parent)) {
            assertThat(token).doesNotExist();
            assertThat(running.withoutToken()).isPresent();
            assertThat(found.get("/v1/clients").statusCode())
                    .as("the key itself is good")
                    .isEqualTo(200);

            assertThat(running.resetOperatorToken()).isEqualTo(1);

            assertThat(Files.getPosixFilePermissions(token)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.readString(token)).isNotEqualTo(Files.readString(lost));
            assertThat(found.get("/v1/clients").statusCode()).isEqualTo(401);
            try (RunningFixture operator = new RunningFixture(running.url(), settings.dataFolder())) {
                assertThat(operator.get("/v1/clients").statusCode()).isEqualTo(200);
            }
        }
    }

    /// A crash after the commit and before the file has its place.
    @Test
    void findsItsPlaceAfterACrash() throws IOException {
        Settings settings = Settings.in(RunningFixture.folder(parent));
        Path token = settings.dataFolder().resolve("operator.token");
        Standalone.start(settings).close();
        String made = Files.readString(token);
        Files.move(token, token.resolveSibling("operator.token.next"));

        try (Running running = Standalone.start(settings)) {
            assertThat(running.withoutToken()).isEmpty();
        }

        assertThat(token).hasContent(made);
        assertThat(token.resolveSibling("operator.token.next")).doesNotExist();
    }
}
