package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PostgresForTests;

/// A database of somebody else's instead of the embedded one: the same service, and no server in the data folder.
class ExternalDatabaseIT {
    @Test
    void readsAfterARestartWhatWasWrittenBefore(@TempDir Path folder) throws IOException {
        Settings settings = Settings.in(folder).with("lethe.db.url", PostgresForTests.newDatabase());

        assertThat(RunningFixture.readAfterARestart(settings, "kept elsewhere")).contains("kept elsewhere");
        assertThat(folder.resolve("pgsql")).doesNotExist();
    }

    @Test
    void saysThatTheDatabaseTakesFewerConnectionsThanThePoolsMayOpen(@TempDir Path folder) {
        Settings settings = Settings.in(folder)
                .with("lethe.db.url", PostgresForTests.newDatabase()) // which takes 400, 3 of them a superuser's
                .with("lethe.db.connections", "100");

        try (Running running = Standalone.start(settings)) {
            assertThat(running.warnings())
                    .contains("lethe.db.connections is 100 for each of 5 roles, 500 in all, and the database takes 397:"
                            + " lower it, or raise max_connections");
        }
    }

    @Test
    void saysWhichSettingLeadsNowhere(@TempDir Path folder) {
        Settings settings = Settings.in(folder).with("lethe.db.url", "jdbc:postgresql://localhost:1/lethe");

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(settings).close())
                .satisfies(refused -> assertThat(refused.remedy()).contains("LETHE_DB_URL"));
    }
}
