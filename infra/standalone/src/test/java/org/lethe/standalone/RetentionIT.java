package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Retention within the one process: its routes answer, its document is served with the other's, its views keep up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Running running;
    private RunningFixture api;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @Test
    void describesBothServicesInOneDocument() {
        assertThat(api.get("/v1/openapi.json").body())
                .contains("/v1/clients/{client}/conversations", "/v1/retention-runs/{run}/certificate");
    }

    @Test
    void looksAtWhatTheOtherServiceTook() {
        // given
        String conversation = api.newConversation();
        api.posted(conversation + "/messages", RunningFixture.message("hello"));
        String client = conversation.substring(0, conversation.indexOf("/conversations"));

        // then
        assertThat(api.get(client + "/retention-schedule").body()).contains("\"P1M\"");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.post(
                                        client + "/retention-preview",
                                        "{\"rules\":[{\"category\":\"default\",\"period\":\"P1D\"}],\"at\":\"2099-01-01T00:00:00Z\"}")
                                .body())
                        .contains("1 messages and 1 other contents of 2 buckets would become unreadable"));
    }

    @Test
    void runsOnItsSchedule() {
        String run = RunningFixture.field(api.post("/v1/retention-runs", "{}"), "run_id");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(api.get("/v1/retention-runs/" + run).body())
                                .contains("\"state\":\"completed\"", "nothing would become unreadable"));
    }

    @Test
    void theKeyOfCertificatesIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        running.dataFolder().resolve("keys").resolve("certificate.pem"))))
                .isEqualTo("rw-------");
        assertThat(api.get("/v1/retention-runs/certificate-key").body()).contains("BEGIN PUBLIC KEY");
    }
}
