package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PostgresForTests;

/// A request with an `Idempotency-Key` is done once, also where the log stands still for longer than anybody waits.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String GIVEN_UP = "DELETE FROM web.idempotency WHERE status IS NULL AND NOT done";

    private final String url = PostgresForTests.newDatabase();
    private Running running;
    private RunningFixture api;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(parent.resolve("data")).with("lethe.db.url", url));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    private static String client(String name) {
        return RunningFixture.CLIENT.replace("Example Shop", name);
    }

    @Test
    void whatWasGivenUpIsNotDoneLater() throws Exception {
        // given a request that the log keeps waiting
        CompletableFuture<HttpResponse<String>> first;
        try (Connection owner = DriverManager.getConnection(url);
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("LOCK TABLE event_log.event IN EXCLUSIVE MODE");
            first = api.begin("/v1/clients", client("Once"), "k-1");
            awaitWaiting(statement);

            // when it is given up, as after thirty seconds, and the log goes on
            assertThat(execute(GIVEN_UP)).isEqualTo(1);
            owner.rollback();
        }

        // then it was not done, and is done the next time
        assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(named("Once")).isZero();
        assertThat(api.begin("/v1/clients", client("Once"), "k-1")
                        .get(60, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(201);
        await().atMost(SOON).untilAsserted(() -> assertThat(named("Once")).isEqualTo(1));
    }

    @Test
    void whatWasDoneIsNotDoneAgainWhereTheAnswerWasLost() throws Exception {
        // given a process that ended between the commit and the keeping of the answer
        assertThat(api.begin("/v1/clients", client("Lost"), "k-2")
                        .get(60, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(201);
        assertThat(execute("UPDATE web.idempotency SET status = NULL, answer = NULL,"
                        + " locked_until = now() - interval '1 hour' WHERE done"))
                .isPositive();

        // when
        HttpResponse<String> again =
                api.begin("/v1/clients", client("Lost"), "k-2").get(60, TimeUnit.SECONDS);

        // then
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("/problems/done-unanswered");
        await().atMost(SOON).untilAsserted(() -> assertThat(named("Lost")).isEqualTo(1));
    }

    @Test
    void aMessageIsRecordedOnceByItsKeyAloneWhateverBecameOfTheRow() throws Exception {
        // given
        String conversation = api.newConversation();
        HttpResponse<String> first = api.begin(
                        conversation + "/messages", RunningFixture.message("charge me once"), "k-3")
                .get(60, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(201);
        execute("DELETE FROM web.idempotency");

        // when
        HttpResponse<String> again = api.begin(
                        conversation + "/messages", RunningFixture.message("charge me once"), "k-3")
                .get(60, TimeUnit.SECONDS);

        // then it answers with the first receipt
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(api.get(conversation + "/transcript").body()).containsOnlyOnce("charge me once");
    }

    @Test
    void aConversationIsOpenedOnceByItsKeyAlone() throws Exception {
        String client = api.newConversation().replaceFirst("/conversations/.*", "");
        String anonymous = "{\"channel\":\"web\",\"consumer\":{}}";
        HttpResponse<String> first =
                api.begin(client + "/conversations", anonymous, "k-4").get(60, TimeUnit.SECONDS);
        execute("DELETE FROM web.idempotency");

        HttpResponse<String> again =
                api.begin(client + "/conversations", anonymous, "k-4").get(60, TimeUnit.SECONDS);

        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void aLookUpIsAnsweredByWhatIsSoToday() throws Exception {
        String conversation = api.newConversation();
        String client = conversation.replaceFirst("/conversations/.*", "");
        String consumer = RunningFixture.field(api.get(conversation), "consumer_id");
        String lookUp = "{\"email\":\"kim@example.com\"}";
        assertThat(api.begin(client + "/consumers/lookup", lookUp, "k-5")
                        .get(60, TimeUnit.SECONDS)
                        .body())
                .contains(consumer);

        api.posted(client + "/consumers/" + consumer + "/erase", "{\"reason\":\"consumer-request\"}");

        assertThat(api.begin(client + "/consumers/lookup", lookUp, "k-5")
                        .get(60, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(404);
    }

    private void awaitWaiting(Statement owner) {
        await().atMost(SOON).until(() -> {
            try (var row = owner.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
                row.next();
                return row.getInt(1) > 0;
            }
        });
    }

    private int execute(String sql) throws SQLException {
        try (Connection owner = DriverManager.getConnection(url);
                Statement statement = owner.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private long named(String name) {
        return Pattern.compile("\"name\":\"" + name + "\"")
                .matcher(api.get("/v1/clients?limit=200").body())
                .results()
                .count();
    }
}
