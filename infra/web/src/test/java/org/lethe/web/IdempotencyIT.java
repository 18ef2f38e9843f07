package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lethe.web.SampleServer.CLIENT;
import static org.lethe.web.WebEdgeIT.expectProblem;
import static org.lethe.web.WebEdgeIT.header;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    private static final String BODY = "{\"name\":\"canary-5d1c\"}";

    private SampleServer sample;
    private String writer;

    @BeforeEach
    void start() {
        sample = new SampleServer();
        writer = sample.newKey(CLIENT, Role.WRITER);
    }

    @AfterEach
    void stop() {
        sample.close();
    }

    @Test
    void doesARequestOnceAndRepeatsItsAnswer() {
        HttpResponse<String> first = send("/things", "\"k1\"", BODY);
        HttpResponse<String> again = send("/things", "k1", BODY);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(header(first, "Idempotency-Replayed")).isNull();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(sample.handled).hasValue(1);
    }

    @Test
    void repeatsRefusalsOfTheHandler() {
        HttpResponse<String> first = send("/taken", "k1", "{}");
        HttpResponse<String> again = send("/taken", "k1", "{}");

        expectProblem(first, 409, "name-taken");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(sample.handled).hasValue(1);
    }

    @Test
    void triesAgainAfterAFaultOrABodyThatNeededMending() {
        send("/broken", "k1", BODY);
        send("/broken", "k1", BODY);
        assertThat(sample.handled).hasValue(2);

        expectProblem(send("/things", "k2", "{}"), 400, "invalid-body");
        assertThat(send("/things", "k2", BODY).statusCode()).isEqualTo(201);
    }

    @Test
    void repeatsAnAnswerThatCameLater() {
        HttpResponse<String> first = send("/deferred", "k1", BODY);
        HttpResponse<String> again = send("/deferred", "k1", BODY);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(sample.handled).hasValue(1);
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        send("/things", "k1", BODY);

        expectProblem(send("/things", "k1", "{\"name\":\"b\"}"), 422, "idempotency-key-reused");
        expectProblem(send("/things", "ä b", BODY), 400, "invalid-header");

        // another route or another caller is another scope
        assertThat(send("/taken", "k1", "{}").statusCode()).isEqualTo(409);
        writer = sample.newKey(CLIENT, Role.WRITER);
        assertThat(header(send("/things", "k1", BODY), "Idempotency-Replayed")).isNull();
    }

    @Test
    void tellsThatTheFirstIsStillRunning() throws Exception {
        CompletableFuture<HttpResponse<String>> first = sample.http.sendAsync(
                sample.post("/slow", writer, "{}")
                        .header("Idempotency-Key", "k1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(sample.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        expectProblem(send("/slow", "k1", "{}"), 409, "idempotency-key-running");

        sample.mayGoOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        assertThat(send("/slow", "k1", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void letsGoOfACrashedAttemptAfterAMinute() throws SQLException {
        // given a row that a crashed process left running
        send("/things", "k1", BODY);
        execute("UPDATE web.idempotency SET status = NULL, answer = NULL");
        expectProblem(send("/things", "k1", BODY), 409, "idempotency-key-running");

        // when
        sample.clock.advance(Duration.ofSeconds(61));

        // then
        assertThat(send("/things", "k1", BODY).statusCode()).isEqualTo(201);
        assertThat(sample.handled).hasValue(2);
    }

    @Test
    void anAttemptThatLetGoCanMarkNothing() throws SQLException {
        // given an attempt whose answer was a fault
        IdempotencyTable table = new IdempotencyTable(sample.dataSource, sample.clock, Duration.ofHours(24));
        byte[] row = new byte[32];
        UUID attempt = ((IdempotencyTable.Begun.Mine) table.begin(row, new byte[32])).attempt();
        table.abandon(row, attempt);

        // when what it wanted to append comes late
        assertThatExceptionOfType(AttemptLostException.class).isThrownBy(() -> mark(row, attempt));

        // then another does it
        UUID next = ((IdempotencyTable.Begun.Mine) table.begin(row, new byte[32])).attempt();
        assertThatExceptionOfType(AttemptLostException.class).isThrownBy(() -> mark(row, attempt));
        mark(row, next);
    }

    @Test
    void whatWasDoneIsNotLetGoOf() throws SQLException {
        // given an attempt that was done, and answered with a fault all the same
        IdempotencyTable table = new IdempotencyTable(sample.dataSource, sample.clock, Duration.ofHours(24));
        byte[] row = new byte[32];
        UUID attempt = ((IdempotencyTable.Begun.Mine) table.begin(row, new byte[32])).attempt();
        mark(row, attempt);
        table.abandon(row, attempt);

        // then nobody does it again
        assertThat(table.begin(row, new byte[32])).isEqualTo(new IdempotencyTable.Begun.Running());
        sample.clock.advance(Duration.ofSeconds(61));
        assertThat(table.begin(row, new byte[32])).isEqualTo(new IdempotencyTable.Begun.Unanswered());
    }

    private void mark(byte[] row, UUID attempt) throws SQLException {
        try (Connection connection = sample.dataSource.getConnection()) {
            IdempotencyTable.mark(connection, row, attempt);
        }
    }

    @Test
    void tellsThatItWasDoneWhereTheAnswerWasLost() throws SQLException {
        send("/things", "k1", BODY);
        execute("UPDATE web.idempotency SET status = NULL, answer = NULL, done = true");

        sample.clock.advance(Duration.ofSeconds(61));

        expectProblem(send("/things", "k1", BODY), 409, "done-unanswered");
        assertThat(sample.handled).hasValue(1);
    }

    @Test
    void forgetsAfterADay() throws SQLException {
        send("/things", "k1", BODY);
        sample.clock.advance(Duration.ofHours(24).plusSeconds(1));

        assertThat(header(send("/things", "k1", BODY), "Idempotency-Replayed")).isNull();

        sample.clock.advance(Duration.ofHours(25));
        assertThat(new IdempotencyTable(sample.dataSource, sample.clock, Duration.ofHours(24)).purge())
                .isEqualTo(1);
    }

    @Test
    void neverRepeatsASecret() throws SQLException {
        HttpResponse<String> first = send("/keys", "k1", "{}");
        assertThat(first.body()).contains("secret-1");

        HttpResponse<String> again = send("/keys", "k1", "{}");

        expectProblem(again, 409, "secret-shown-once");
        assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(sample.handled).hasValue(1);
        assertThat(count("SELECT count(*) FROM web.idempotency WHERE answer IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void keepsNothingThatTheDatabaseAloneCouldRead() throws SQLException {
        send("/things", "canary-5d1c", BODY);

        assertThat(count("SELECT count(*) FROM web.idempotency i WHERE i::text LIKE '%canary%'"
                        + " OR encode(answer, 'escape') LIKE '%canary%' OR encode(key_hash, 'escape') LIKE '%canary%'"))
                .isZero();
    }

    private HttpResponse<String> send(String path, String key, String body) {
        return sample.send(sample.post(path, writer, body).header("Idempotency-Key", key));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = sample.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = sample.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
