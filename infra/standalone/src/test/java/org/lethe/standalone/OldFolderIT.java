package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.sql.Sql;

/// On a data folder of the version that had one role for all, which logged in: it is read, written and forgotten as
/// before, and nothing of the old rights is left.
class OldFolderIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /// What the version before roles of their own granted, and what came after it.
    private static final List<String> AS_IT_WAS = List.of(
            "DROP OWNED BY lethe_log, lethe_web, lethe_retention, lethe_transcript",
            "DROP ROLE lethe_server, lethe_log, lethe_web, lethe_retention, lethe_transcript",
            "CREATE ROLE lethe_transcript LOGIN PASSWORD 'of-the-old-version'",
            "GRANT USAGE ON SCHEMA event_log, keyring, retention, transcript, web TO lethe_transcript",
            "GRANT SELECT, INSERT ON event_log.event TO lethe_transcript",
            "GRANT SELECT, INSERT, UPDATE ON keyring.keys, keyring.escrow, keyring.root_epochs TO lethe_transcript",
            "GRANT SELECT, INSERT, DELETE, UPDATE (consumer_id) ON keyring.blind_index TO lethe_transcript",
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA transcript TO lethe_transcript",
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA retention TO lethe_transcript",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA web TO lethe_transcript",
            "REVOKE ALL ON retention.flyway_schema_history, transcript.flyway_schema_history, web.flyway_schema_history"
                    + " FROM lethe_transcript",
            "ALTER TABLE retention.schedule DROP COLUMN event_version",
            "DROP TABLE retention.bucket_held",
            "ALTER TABLE retention.bucket DROP COLUMN held_contents, DROP COLUMN held_bytes,"
                    + " DROP COLUMN held_conversations",
            "DELETE FROM retention.flyway_schema_history WHERE version IN ('2', '3') OR version IS NULL AND type <> 'SCHEMA'",
            "DELETE FROM transcript.flyway_schema_history WHERE version IS NULL AND type <> 'SCHEMA'");

    private static final class Example {
        private final String client;
        private final String kept;
        private final String old;

        Example(RunningFixture api) {
            this.kept = api.newConversation();
            this.client = kept.substring(0, kept.indexOf("/conversations"));
            api.posted(kept + "/messages", RunningFixture.message("kept words"));
            this.old = client + "/conversations/"
                    + RunningFixture.field(
                            api.posted(
                                    client + "/conversations",
                                    "{\"channel\": \"chat\", \"consumer\": {\"email\": \"old@example.com\"}}"),
                            "conversation_id");
            api.posted(
                    old + "/messages?accept_due=true",
                    "{\"from\": \"consumer\", \"text\": \"old words\", \"sent_at\": \""
                            + Instant.now().minus(100, ChronoUnit.DAYS) + "\"}");
        }
    }

    @Test
    void goesOnWithAFolderOfTheVersionThatHadOneRoleForAll(@TempDir Path parent) throws IOException, SQLException {
        // given
        Settings settings = Settings.in(RunningFixture.folder(parent));
        Example example;
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            example = new Example(api);
        }
        Path keys = settings.dataFolder().resolve("keys");
        makeOld(settings.dataFolder(), keys);

        // when
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            // then
            assertThat(api.get(example.kept + "/transcript").body()).contains("kept words");
            api.posted(example.kept + "/messages", RunningFixture.message("new words"));
            assertThat(api.get(example.kept + "/transcript").body()).contains("kept words", "new words");

            api.posted("/v1/retention-runs", "{\"dry_run\": false}");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    api.get(example.old + "/transcript").statusCode())
                            .isEqualTo(410));
            api.posted(example.kept + "/erase", "{\"reason\": \"consumer-request\"}");
            assertThat(api.get(example.kept + "/transcript").statusCode()).isEqualTo(410);

            assertThat(logins(running)).containsExactly("lethe_owner", "lethe_server");
        }
        assertThat(keys.resolve("transcript-role.pass")).doesNotExist();
    }

    private static List<String> logins(Running running) throws SQLException {
        return Sql.on(
                        running.postgres().orElseThrow().owner(),
                        "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname LIKE 'lethe%' ORDER BY 1")
                .list(row -> row.text(1));
    }

    private static void makeOld(Path folder, Path keys) throws IOException, SQLException {
        try (DataFolder opened = DataFolder.open(folder);
                EmbeddedServer server = EmbeddedServer.start(opened.path(), 0);
                Connection connection = server.owner().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : AS_IT_WAS) {
                statement.execute(sql);
            }
        }
        Files.delete(keys.resolve("server-role.pass"));
        Files.writeString(keys.resolve("transcript-role.pass"), "of-the-old-version");
    }
}
