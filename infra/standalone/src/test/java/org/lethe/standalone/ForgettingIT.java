package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import net.lingala.zip4j.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PinnedClock;

/// What is due goes, what is held stays, what is erased becomes irrecoverable: both services together, with time in
/// hand. Clients keep everything for a month.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgettingIT {
    private static final String ESCROWED =
            "SELECT count(*) FROM keyring.escrow WHERE consumer_id = ?::uuid AND wrapped IS NOT NULL";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PAST_THE_PERIOD = Duration.ofDays(34);
    private static final Duration PAST_THE_BACKUPS = Duration.ofDays(31);

    private final PinnedClock clock = new PinnedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private Running running;
    private RunningFixture api;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)), clock);
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @Test
    void eachMessageMeetsItsOwnFateAndTheRunIsCertified() {
        // given
        String conversation = conversationOfANewClient();
        say(conversation, "first");
        clock.advance(Duration.ofDays(20));
        say(conversation, "second");

        // when
        clock.advance(Duration.ofDays(14));
        expire(conversation);

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(conversation).body())
                        .contains("\"status\":\"expired\"", "\"text\":\"second\"")
                        .doesNotContain("first"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(certificates(conversation))
                        .anySatisfy(certificate -> assertThat(certificate)
                                .contains("\"category\":\"messages\"", "\"fingerprint\"", "\"signature\"")));
        assertThat(listed(conversation)).contains("\"status\":\"open\"", "\"expired_messages\":1,", "\"fingerprint\"");
        clock.advance(Duration.ofDays(21));
        expire(conversation);
        await().atMost(SOON) // the hourly sweep may have been first, and may be on its way still
                .untilAsserted(() -> assertThat(read(conversation).statusCode()).isEqualTo(410));
        HttpResponse<String> gone = read(conversation);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("/problems/content-expired", "\"receipt\"", "fingerprint");
        assertThat(listed(conversation))
                .contains("\"status\":\"expired\"", "\"expired_messages\":2,", "\"fingerprint\"");
        assertThat(api.get(conversation).body()).contains("\"status\":\"expired\"", "\"expired_messages\":2,");
    }

    @Test
    void whatComesForAnExpiredDayIsRefusedAndMintsNoKey() throws SQLException {
        // given
        String conversation = conversationOfANewClient();
        String client = client(conversation);
        Instant day = clock.instant();
        say(conversation, "soon gone");
        clock.advance(PAST_THE_PERIOD);
        expire(conversation);
        int before = keys(client);

        // when
        HttpResponse<String> imported = api.importDue(client, """
                {"conversation":"late","channel":"web","consumer":{},"messages":[{"from":"consumer","text":"late","at":"%s"}]}
                """.formatted(day));
        HttpResponse<String> said = api.post(
                conversation + "/messages", "{\"from\":\"consumer\",\"text\":\"late\",\"sent_at\":\"" + day + "\"}");

        // then
        assertThat(imported.body()).contains("/problems/content-expired", "\"failed\":1");
        assertThat(said.statusCode()).isEqualTo(410);
        assertThat(keys(client)).isEqualTo(before);
    }

    @Test
    void aHoldOnAConsumerOutlivesExpiryAndErasureAndEndsWithItsRelease() throws SQLException {
        // given
        String conversation = conversationOfANewClient();
        String consumer = RunningFixture.field(api.get(conversation), "consumer_id");
        say(conversation, "evidence");
        String hold = hold(conversation, "{\"consumer_ids\":[\"" + consumer + "\"]}");
        String purpose = "legal-hold:" + id(hold);

        // when its day expires
        clock.advance(PAST_THE_PERIOD);
        expire(conversation);

        // then it is gone for everybody, but for the hold
        await().atMost(SOON) // the hourly sweep may have been first, and may be on its way still
                .untilAsserted(() -> assertThat(read(conversation).statusCode()).isEqualTo(410));
        assertThat(api.get(conversation + "/transcript", purpose).body()).contains("evidence");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(certificates(conversation))
                        .anySatisfy(certificate -> assertThat(certificate)
                                .contains(
                                        "\"category\":\"messages\",\"channel\":\"web\",\"content_keys\":1,\"contents\":1,",
                                        "\"holds\":[\"" + id(hold) + "\"],\"kept\":\"escrow\",\"messages\":1}",
                                        "\"held_messages\":1,\"messages\":0}")));

        // when the consumer is erased
        HttpResponse<String> erased = api.post(
                client(conversation) + "/consumers/" + consumer + "/erase", "{\"reason\":\"consumer-request\"}");

        // then that changes nothing for the hold
        assertThat(erased.statusCode()).isEqualTo(200);
        assertThat(erased.body()).contains("\"held\":[{\"hold_id\":\"" + id(hold) + "\",\"content_keys\":2}]");
        assertThat(read(conversation).body()).contains("/problems/content-erased");
        assertThat(api.get(conversation + "/transcript", purpose).body()).contains("evidence");
        assertThat(escrowed(id(hold))).isPositive();

        // when it is released
        api.posted(hold + "/release", "{}");

        // then nothing is left
        assertThat(api.get(conversation + "/transcript", purpose).statusCode()).isEqualTo(403);
        await().atMost(SOON).untilAsserted(() -> assertThat(escrowed(id(hold))).isZero());
    }

    @Test
    void aHoldOnEverythingKeepsBucketsUntilItsRelease() {
        // given
        String conversation = conversationOfANewClient();
        say(conversation, "kept");
        String hold = hold(conversation, "{\"all\":true}");

        // when
        clock.advance(PAST_THE_PERIOD);
        expire(conversation);

        // then
        assertThat(read(conversation).body()).contains("kept");

        // when
        api.posted(hold + "/release", "{}");

        // then what was due goes by itself
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(conversation).statusCode()).isEqualTo(410));
    }

    @Test
    void whatIsErasedIsIrrecoverableOnceTheBackupsAreOld() {
        // given
        String conversation = conversationOfANewClient();
        say(conversation, "forget me");
        String erase = conversation + "/erase";
        HttpResponse<String> first = api.post(erase, "{\"reason\":\"client-instruction\"}");

        // when
        clock.advance(Duration.ofDays(1));
        api.posted("/v1/keys/rotation", "{}");
        HttpResponse<String> meanwhile = api.post(erase, "{\"reason\":\"client-instruction\"}");
        clock.advance(PAST_THE_BACKUPS);
        HttpResponse<String> turned = api.post("/v1/keys/rotation", "{}");

        // then
        assertThat(first.body()).doesNotContain("irrecoverable_at");
        assertThat(meanwhile.body()).isEqualTo(first.body());
        assertThat(turned.body()).doesNotContain("\"finalized\":0");
        assertThat(api.post(erase, "{\"reason\":\"client-instruction\"}").body())
                .contains("irrecoverable_at");
        assertThat(read(conversation).body()).contains("irrecoverable_at");
    }

    @Test
    void aClientThatLeftTakesNothingNewAndLosesItsKeysInTheEnd() {
        // given
        String conversation = conversationOfANewClient();
        say(conversation, "the last word");

        // when
        api.posted(client(conversation) + "/offboard", "{}");

        // then
        assertThat(api.post(conversation + "/messages", RunningFixture.message("more"))
                        .body())
                .contains("/problems/client-offboarded");
        assertThat(read(conversation).body()).contains("the last word");

        // when
        clock.advance(PAST_THE_PERIOD);
        expire(conversation);

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(conversation).statusCode()).isEqualTo(410));
    }

    @Test
    void anOpenRequestKeepsWhatItHasToDeliverForItselfAlone(@TempDir Path folder) throws Exception {
        // given
        String conversation = conversationOfANewClient();
        say(conversation, "due while it is asked for");
        String consumer = RunningFixture.field(api.get(conversation), "consumer_id");
        String request = client(conversation) + "/requests/"
                + RunningFixture.field(
                        api.posted(
                                client(conversation) + "/requests",
                                "{\"type\":\"access\",\"via\":\"phone\",\"consumer\":{\"consumer_id\":\"" + consumer
                                        + "\"},\"delivery\":{\"passphrase\":\"correct horse\"}}"),
                        "request_id");
        api.posted(request + "/verify", "{\"method\":\"attestation\",\"statement\":\"known\"}");

        // when its period passes
        clock.advance(PAST_THE_PERIOD);
        expire(conversation);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(conversation).statusCode()).isEqualTo(410));
        api.posted(request + "/approve", "{}");

        // then
        Path file = folder.resolve("package.zip");
        assertThat(api.download(request + "/package", file).statusCode()).isEqualTo(200);
        try (ZipFile zip = new ZipFile(file.toFile(), "correct horse".toCharArray());
                InputStream messages = zip.getInputStream(zip.getFileHeader("messages.csv"))) {
            assertThat(new String(messages.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("due while it is asked for");
        }
        assertThat(read(conversation).statusCode()).isEqualTo(410);
        assertThat(certificates(conversation))
                .anySatisfy(certificate -> assertThat(certificate).contains("\"escrow\""));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(count(ESCROWED, consumer)).isZero()); // collected, so it went
    }

    private String conversationOfANewClient() {
        return api.newConversation();
    }

    private static String client(String conversation) {
        return conversation.substring(0, conversation.indexOf("/conversations"));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void say(String conversation, String text) {
        assertThat(api.post(conversation + "/messages", RunningFixture.message(text))
                        .statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> read(String conversation) {
        return api.get(conversation + "/transcript");
    }

    private String listed(String conversation) {
        return api.get(client(conversation) + "/conversations").body();
    }

    private String hold(String conversation, String scope) {
        String holds = client(conversation) + "/legal-holds";
        return holds + "/"
                + RunningFixture.field(
                        api.post(
                                holds,
                                "{\"matter\":\"Example v. Example\",\"reason\":\"preservation letter\",\"scope\":"
                                        + scope + "}"),
                        "hold_id");
    }

    /// Destroys what is due of the conversation's client, and waits for it.
    private void expire(String conversation) {
        String run = RunningFixture.field(
                api.post(
                        "/v1/retention-runs", "{\"client_id\":\"" + id(client(conversation)) + "\",\"dry_run\":false}"),
                "run_id");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.get("/v1/retention-runs/" + run).body()).contains("\"state\":\"completed\""));
    }

    /// Those of the runs by hand and of the hourly sweep, whichever was first.
    private List<String> certificates(String conversation) {
        return Pattern.compile("\"run_id\":\"([^\"]+)\"")
                .matcher(api.get("/v1/retention-runs").body())
                .results()
                .map(run -> api.get("/v1/retention-runs/" + run.group(1) + "/certificate?client_id="
                                + id(client(conversation)))
                        .body())
                .toList();
    }

    private int keys(String client) throws SQLException {
        return count("SELECT count(*) FROM keyring.keys WHERE client_id = ?::uuid", id(client));
    }

    private int escrowed(String hold) throws SQLException {
        return count("SELECT count(*) FROM keyring.escrow WHERE hold_id = ?::uuid AND wrapped IS NOT NULL", hold);
    }

    private int count(String sql, String id) throws SQLException {
        try (Connection connection = running.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
