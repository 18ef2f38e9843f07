package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClockConfirmed;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.StoredEvent;
import org.lethe.service.Parts;
import org.lethe.service.clock.ElapsedTime;

/// A clock that leaps, in the one process: nothing goes that is not due, and what is due goes on time.
class ClockIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String READINESS = "/actuator/health/readiness";
    private static final String BRAND = """
            {"name": "Example Shop", "region": "local", "retention": {"rules": [{"category": "default", "period": "P13M"}]}}
            """;
    private static final String RUN = "{\"dry_run\":false}";

    private final SetClock clock = new SetClock();
    private Settings settings;
    private Running running;
    private RunningFixture api;

    /// The machine's clock after somebody set it.
    private static final class SetClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("everything here is UTC");
        }
    }

    @BeforeEach
    void begin(@TempDir Path parent) throws IOException {
        settings = Settings.in(RunningFixture.folder(parent));
        start();
    }

    @AfterEach
    void stop() {
        api.close();
        running.close();
    }

    private void start() throws IOException {
        running = Standalone.start(settings, new Surroundings(clock, ElapsedTime.ofTheMachine(), new Parts()));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    private void restartAt(Duration ahead) throws IOException {
        stop();
        clock.ahead = ahead;
        start();
    }

    private String said(String sentAt) {
        String client = RunningFixture.field(api.posted("/v1/clients", BRAND), "client_id");
        String conversations = "/v1/clients/" + client + "/conversations";
        String conversation = conversations + "/"
                + RunningFixture.field(api.posted(conversations, RunningFixture.CONVERSATION), "conversation_id");
        api.posted(
                conversation + "/messages?accept_due=true",
                "{\"from\": \"consumer\", \"text\": \"the words\", \"sent_at\": \"" + sentAt + "\"}");
        return conversation;
    }

    private String saidNow() {
        return said(Instant.now().toString());
    }

    private int ready() {
        return api.get(READINESS).statusCode();
    }

    private String clockAsShown() {
        return api.get("/v1/clock").body();
    }

    private void execute(String sql) {
        try (Connection connection = running.postgres().orElseThrow().owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void runsToItsEnd() {
        String run = RunningFixture.field(api.posted("/v1/retention-runs", RUN), "run_id");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.get("/v1/retention-runs/" + run).body()).contains("\"state\":\"completed\""));
    }

    @Test
    void aLeapAheadWhileRunningDestroysNothingAndIsTold() {
        // given
        String conversation = saidNow();
        String older = said(Instant.now().minus(Duration.ofDays(10)).toString());
        assertThat(ready()).isEqualTo(200);

        // when
        clock.ahead = Duration.ofDays(500);

        // then
        assertThat(ready()).isEqualTo(503);
        assertThat(clockAsShown()).contains("\"waiting\":true", "\"doubt\":\"monotonic\"");
        assertThat(api.post("/v1/retention-runs", RUN))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(409))
                .satisfies(refused -> assertThat(refused.body()).contains("/problems/clock-in-doubt"));
        assertThat(api.post("/v1/keys/rotation", "").statusCode()).isEqualTo(409);
        assertThat(api.put(
                                older.replaceFirst("/conversations/.*", "/retention-schedule"),
                                "{\"rules\":[{\"category\":\"default\",\"period\":\"P1D\"}]}",
                                "\"1\"")
                        .body())
                .as("a cooling-off that would be measured by this clock")
                .contains("/problems/clock-in-doubt");
        assertThat(api.get(conversation + "/transcript").body()).contains("the words");
        assertThat(api.post(conversation + "/messages", RunningFixture.message("more words"))
                        .statusCode())
                .isEqualTo(201);

        // when
        clock.ahead = Duration.ZERO;

        // then
        assertThat(ready()).isEqualTo(200);
        assertThat(api.get(conversation + "/transcript").body()).contains("the words", "more words");
        assertThat(newestEventAt()).isBefore(Instant.now().plusSeconds(60));
    }

    private Instant newestEventAt() {
        return running.eventLog().readAt(List.of(running.eventLog().headPosition())).stream()
                .map(StoredEvent::recordedAt)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLeapForAWhileDelaysNothing() {
        // given
        clock.ahead = Duration.ofDays(40);
        assertThat(ready()).isEqualTo(503);
        clock.ahead = Duration.ZERO;
        assertThat(ready()).isEqualTo(200);

        // when: of a day whose period is over
        String conversation = said(Instant.now().minus(Duration.ofDays(500)).toString());
        runsToItsEnd();

        // then
        assertThat(api.get(conversation + "/transcript").body()).doesNotContain("the words");
        try (Connection connection = running.postgres().orElseThrow().owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM retention.scheduled_tasks"
                        + " WHERE execution_time > now() + interval '2 hours'")) {
            row.next();
            assertThat(row.getLong(1)).isZero();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClockSetBackBetweenStartsIsNotBelieved() throws IOException {
        // given
        String conversation = saidNow();

        // when
        restartAt(Duration.ofDays(-365));

        // then
        assertThat(ready()).isEqualTo(503);
        assertThat(api.post("/v1/retention-runs", RUN).statusCode()).isEqualTo(409);
        assertThat(api.get(conversation + "/transcript").body()).contains("the words");

        // when
        clock.ahead = Duration.ZERO;

        // then
        await().atMost(SOON).until(() -> ready() == 200);
        runsToItsEnd();
    }

    @Test
    void aClockSetAheadBetweenStartsDestroysNothingUntilAPersonConfirmsIt() throws IOException {
        // given
        String conversation = saidNow();

        // when
        restartAt(Duration.ofDays(500));

        // then
        assertThat(ready()).isEqualTo(503);
        assertThat(api.post("/v1/retention-runs", RUN).statusCode()).isEqualTo(409);
        assertThat(api.get(conversation + "/transcript").body()).contains("the words");

        // when
        api.posted("/v1/clock/confirm", "{\"at\":\"" + clock.instant() + "\"}");

        // then
        assertThat(ready()).isEqualTo(200);
        runsToItsEnd();
        assertThat(api.get(conversation + "/transcript").body()).doesNotContain("the words");
    }

    @Test
    void afterALongStopItServesAndWaits() throws IOException {
        // given
        String conversation = said(Instant.now().minus(Duration.ofDays(500)).toString());

        // when
        execute("UPDATE event_log.clock SET seen_at = now() - interval '40 days'");
        restartAt(Duration.ZERO);

        // then
        assertThat(ready()).isEqualTo(200);
        assertThat(clockAsShown()).contains("\"doubt\":\"long_stop\"");
        assertThat(api.post("/v1/retention-runs", RUN).statusCode()).isEqualTo(409);
        assertThat(api.get(conversation + "/transcript").body()).contains("the words");
        assertThat(api.post("/v1/clock/confirm", "{\"at\":\"" + Instant.now().plusSeconds(3_600) + "\"}"))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(409))
                .satisfies(refused -> assertThat(refused.body()).contains("/problems/clock-differs"));
        assertThat(clockAsShown()).contains("\"waiting\":true");

        // when
        api.posted("/v1/clock/confirm", "{\"at\":\"" + Instant.now() + "\"}");

        // then
        assertThat(clockAsShown()).contains("\"waiting\":false");
        runsToItsEnd();
        assertThat(api.get(conversation + "/transcript").body()).doesNotContain("the words");
        assertThat(running.eventLog()
                        .lookUp(Criteria.of(
                                EventTag.CLOCK, ClockConfirmed.PLATFORM, Criteria.types(ClockConfirmed.class))))
                .singleElement()
                .satisfies(sourced -> assertThat(sourced.entry().client()).isEqualTo(ClientId.PLATFORM))
                .satisfies(sourced ->
                        assertThat(((ClockConfirmed) sourced.event()).doubt()).isEqualTo("long_stop"));
    }

    @Test
    void aNormalRestartWaitsForNobody() throws IOException {
        // given
        saidNow();
        execute("UPDATE event_log.clock SET seen_at = now() - interval '10 minutes'");

        // when
        restartAt(Duration.ZERO);

        // then
        assertThat(ready()).isEqualTo(200);
        assertThat(clockAsShown()).contains("\"waiting\":false");
        runsToItsEnd();
    }
}
