package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.retention.runs.RunStep;
import org.lethe.service.words.WordsInMemory;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import tools.jackson.databind.JsonNode;

/// A run that dies at any step is completed by the next process, and its certificate is the one it would have had.
class FaultPointsIT {

    /// What nothing catches.
    private static final class Died extends Error {
        private Died(RunStep step) {
            super("died at " + step);
        }
    }

    /// Not at the first step: there a request dies, which has no schedule to catch it.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASKED")
    void theNextProcessCompletesTheRun(RunStep dying) {
        // given
        HikariDataSource dataSource = PostgresForTests.newDataSource();
        PinnedClock clock = new PinnedClock(Instant.parse("2026-11-20T10:00:00Z"));
        WordsInMemory words = new WordsInMemory();
        AtomicBoolean dead = new AtomicBoolean();
        String run;
        Brand brand;
        try (RetentionServer first = new RetentionServer(dataSource, clock, words, step -> {
            if (dead.get() || step == dying) {
                dead.set(true);
                throw new Died(step);
            }
        })) {
            first.answering();
            brand = first.brand("default P1M");
            brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z").says(1, "2026-01-11T10:00:00Z");
            first.settled();
            run = first.post("/v1/retention-runs", brand.operator, "{\"dry_run\":false}")
                    .is(202)
                    .text("run_id");
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilTrue(dead);
        }

        // when
        try (RetentionServer second = new RetentionServer(dataSource, clock, words, _ -> {})) {
            second.answering();
            clock.advance(Duration.ofMinutes(5)); // past what the dead one had in its hands

            // then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> second.get("/v1/retention-runs/" + run, second.platform)
                            .text("state")
                            .equals("completed"));
            JsonNode shown =
                    second.get("/v1/retention-runs/" + run, second.platform).json();
            assertThat(shown.at("/clients/0/buckets_destroyed").asInt()).isEqualTo(4);
            assertThat(certified(second, run)).isEqualTo(undisturbed());
            byte[] certificate = certificate(second, run);
            assertThat(certificate(second, run)).isEqualTo(certificate);
            for (String type : List.of("ExpiryOrdered", "RetentionRunCompleted")) {
                assertThat(second.rows("SELECT count(*) FROM event_log.event WHERE type = '" + type + "'"))
                        .as(type)
                        .containsExactly("1");
            }
            assertThat(second.rows("SELECT count(*) FROM event_log.event WHERE type = 'BucketKeyDestroyed'"))
                    .containsExactly("4");
        }
        dataSource.close();
    }

    @Test
    void twoProcessesOrderNoBucketTwice() {
        // given
        HikariDataSource dataSource = PostgresForTests.newDataSource();
        PinnedClock clock = new PinnedClock(Instant.parse("2026-11-20T10:00:00Z"));
        WordsInMemory words = new WordsInMemory();
        try (RetentionServer one = new RetentionServer(dataSource, clock, words, _ -> {});
                RetentionServer two = new RetentionServer(dataSource, clock, words, _ -> {})) {
            one.answering();
            Brand brand = one.brand("default P1M");
            for (int day = 10; day < 30; day++) {
                brand.talk("2026-01-" + day + "T10:00:00Z").says(1, "2026-01-" + day + "T10:00:00Z");
            }
            one.settled();

            // when
            List<String> runs = List.of(one, two, one, two).stream()
                    .map(server -> server.post("/v1/retention-runs", brand.operator, "{\"dry_run\":false}")
                            .is(202)
                            .text("run_id"))
                    .toList();
            Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                clock.advance(Duration.ofSeconds(10));
                assertThat(runs)
                        .isNotEmpty()
                        .allSatisfy(run -> assertThat(one.get("/v1/retention-runs/" + run, one.platform)
                                        .text("state"))
                                .isEqualTo("completed"));
            });

            // then
            assertThat(one.rows("SELECT count(*), count(DISTINCT tags) FROM event_log.event"
                            + " WHERE type = 'BucketKeyDestroyed'"))
                    .containsExactly("60 60");
            assertThat(one.rows("SELECT sum(jsonb_array_length((facts::jsonb)->'buckets')) FROM event_log.event"
                            + " WHERE type = 'ExpiryOrdered'"))
                    .containsExactly("60");
        }
        dataSource.close();
    }

    /// What is certified, without what is random in it.
    private static String certified(RetentionServer server, String run) {
        JsonNode certificate =
                RetentionServer.JSON.readTree(certificate(server, run)).required("certificate");
        return certificate
                .toString()
                .replace(certificate.required("client_id").asString(), "CLIENT")
                .replace(certificate.required("run_id").asString(), "RUN")
                .replace(certificate.required("asked_by").asString(), "KEY")
                .replaceAll("2026-11-20T10:0[0-9]:[0-9]{2}Z", "NOW");
    }

    private static byte[] certificate(RetentionServer server, String run) {
        return server.get("/v1/retention-runs/" + run + "/certificate", server.platform)
                .is(200)
                .http()
                .body();
    }

    /// The same without a death.
    private static String undisturbed() {
        try (RetentionServer server = new RetentionServer().answering()) {
            Brand brand = server.brand("default P1M");
            brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z").says(1, "2026-01-11T10:00:00Z");
            server.settled();
            return certified(
                    server, brand.run("{\"dry_run\":false}").required("run_id").asString());
        }
    }
}
