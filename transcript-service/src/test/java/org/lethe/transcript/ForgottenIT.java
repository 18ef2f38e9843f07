package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.testkit.TestRounds;
import org.lethe.transcript.TranscriptServer.Brand;

/// What finds a person goes with the last that can be read of them, not before it and not after it.
class ForgottenIT {
    private static final int ROUNDS = TestRounds.of(15, 200);
    private static final int MANY = 250;
    private static final Channel WEB = new Channel("web");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    /// As retention orders it.
    private record Expire(ClientId client, List<Bucket> buckets) implements Command<Boolean> {}

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Forgetful");
        token = brand.all();
        server.commands.handle(Expire.class, (command, decision) -> {
            decision.append(
                    EventId.random(),
                    LogEntry.of(
                            command.client(),
                            new ExpiryOrdered(RunId.random(), command.client(), 1, command.buckets(), false, "test")),
                    server.clock.instant());
            return true;
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void expire(LocalDate day, Category... categories) {
        server.commands.sendAndWait(new Expire(
                ClientId.parse(brand.id),
                Stream.of(categories)
                        .map(category -> new Bucket(category, WEB, day))
                        .toList()));
    }

    private static void expire(LocalDate day) {
        expire(day, Category.MESSAGES, Category.CONTACT);
    }

    private static String opening(String email, LocalDate day, String id) {
        return "{\"channel\":\"web\",\"consumer\":{\"email\":\"" + email + "\"},\"opened_at\":\"" + day
                + "T09:00:00Z\",\"message_id\":\"" + id + "\"}";
    }

    private static Reply open(String email, LocalDate day) {
        return server.post(brand.path + "/conversations?accept_due=true", token, opening(email, day, email + day))
                .is(201);
    }

    private static Reply say(Reply opened, LocalDate day) {
        return server.post(
                conversation(opened) + "/messages?accept_due=true",
                token,
                "{\"from\":\"consumer\",\"text\":\"hello\",\"sent_at\":\"" + day + "T09:00:00Z\"}");
    }

    private static String conversation(Reply opened) {
        return brand.path + "/conversations/" + opened.text("conversation_id");
    }

    private static Reply lookUp(String email) {
        return server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"" + email + "\"}");
    }

    private static void awaitForgotten(String email) {
        Awaitility.await().atMost(SOON).until(() -> lookUp(email).status() == 404);
    }

    @Test
    void whoHasNothingLeftIsFoundByNobodyAndComesAgainAsSomebodyNew() {
        // given
        LocalDate day = LocalDate.parse("2026-10-01");
        Reply opened = open("kim@example.com", day);
        say(opened, day).is(201);
        String consumer = brand.path + "/consumers/" + opened.text("consumer_id");

        // when what was said expires, then they are found by what was told
        expire(day, Category.MESSAGES);
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        server.get(conversation(opened), token).text("status").equals("expired"));
        assertThat(lookUp("kim@example.com").is(200).text("consumer_id")).isEqualTo(opened.text("consumer_id"));

        // when that expires too
        expire(day, Category.CONTACT);
        awaitForgotten("kim@example.com");

        // then
        assertThat(server.rows("SELECT count(*) FROM keyring.blind_index WHERE consumer_id = '"
                        + opened.text("consumer_id") + "'"))
                .containsExactly("0");
        server.get(conversation(opened) + "/transcript", token, "Lethe-Purpose", "test")
                .refused(410, "content-expired");
        say(opened, day.plusDays(1)).refused(410, "content-erased");
        server.post(consumer + "/identifiers", token, "{\"email\":\"other@example.com\"}")
                .refused(410, "content-erased");
        lookUp("other@example.com").refused(404, "not-found");
        Reply erased = server.post(consumer + "/erase", token, "{\"reason\":\"consumer-request\"}")
                .is(200);
        assertThat(erased.json().at("/receipt/keys/0/kind").asString()).isEqualTo("consumer");
        assertThat(server.post(
                                brand.path + "/conversations?accept_due=true",
                                token,
                                opening("kim@example.com", day, "kim@example.com" + day))
                        .is(200)
                        .text("conversation_id"))
                .as("what was opened before under its id")
                .isEqualTo(opened.text("conversation_id"));
        lookUp("kim@example.com").refused(404, "not-found");
        Reply later = open("kim@example.com", day.plusDays(1));
        assertThat(later.text("consumer_id")).isNotEqualTo(opened.text("consumer_id"));
        say(later, day.plusDays(1)).is(201);
        assertThat(lookUp("kim@example.com").is(200).text("consumer_id")).isEqualTo(later.text("consumer_id"));
    }

    private static Reply imported(LocalDate... days) {
        String messages = Stream.of(days)
                .map(day -> "{\"from\":\"consumer\",\"text\":\"hello\",\"at\":\"" + day + "T09:00:00Z\"}")
                .collect(Collectors.joining(","));
        return server.send(
                "POST",
                brand.path + "/transcripts?accept_due=true",
                token,
                "{\"conversation\":\"grown\",\"channel\":\"web\",\"consumer\":{\"email\":\"grown@example.com\"},"
                        + "\"messages\":[" + messages + "]}",
                "Content-Type",
                "application/x-ndjson");
    }

    @Test
    void whatAnExportBringsOfSomebodyForgottenIsNotLostInSilence() {
        // given
        LocalDate day = LocalDate.parse("2026-09-01");
        assertThat(imported(day).body()).contains("\"ok\":1");
        expire(day);
        awaitForgotten("grown@example.com");

        // then the same once more is no news, and more of it is refused
        assertThat(imported(day).body()).contains("\"ok\":1", "\"replayed\":true");
        assertThat(imported(day, day.plusDays(30)).body()).contains("\"failed\":1", "/problems/content-erased");
    }

    @Test
    void whoComesWhileTheyAreForgottenCanBeFoundWithAllTheySay() throws Exception {
        LocalDate first = LocalDate.parse("2026-01-01");
        LocalDate today = LocalDate.parse("2026-11-20");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                // given
                LocalDate day = first.plusDays(round);
                String email = "race" + round + "@example.com";
                say(open(email, day), day).is(201);

                // when
                expire(day);
                List<Future<Reply>> coming = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String id = email + i;
                    int pause = i * 150;
                    coming.add(threads.submit(() -> {
                        Thread.sleep(pause);
                        Reply opened = server.post(
                                        brand.path + "/conversations?accept_due=true", token, opening(email, today, id))
                                .is(201);
                        return say(opened, today).is(201).status() == 201 ? opened : null;
                    }));
                }

                // then
                for (Future<Reply> one : coming) {
                    Reply opened = one.get();
                    assertThat(lookUp(email).is(200).text("consumer_id")).isEqualTo(opened.text("consumer_id"));
                    server.get(conversation(opened) + "/transcript", token, "Lethe-Purpose", "test")
                            .is(200);
                }
            }
        }
    }

    @Test
    void manyAreForgottenTogetherAndOthersStay() {
        // given
        LocalDate day = LocalDate.parse("2025-06-01");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            lines.append("""
                    {"conversation":"many-%d","channel":"web","consumer":{"email":"many%d@example.com"},"messages":[{"from":"consumer","text":"hello","at":"%sT09:00:00Z"}]}
                    """.formatted(i, i, day));
        }
        Reply imported = server.send(
                        "POST",
                        brand.path + "/transcripts?accept_due=true",
                        token,
                        lines.toString(),
                        "Content-Type",
                        "application/x-ndjson")
                .is(200);
        assertThat(imported.body()).contains("\"ok\":" + MANY);
        say(open("many7@example.com", day.plusDays(1)), day.plusDays(1)).is(201);

        // when
        expire(day);

        // then
        awaitForgotten("many1@example.com");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(server.rows(
                                "SELECT count(*) FROM event_log.event WHERE type = 'ConsumerForgotten' AND tags"
                                        + " && (SELECT array_agg('consumer=' ||"
                                        + " consumer_id) FROM transcript.content WHERE day = '" + day + "')"))
                        .containsExactly(String.valueOf(MANY - 1)));
        lookUp("many7@example.com").is(200);
        server.clock.advance(Duration.ofMinutes(2)); // who could not be looked at is looked at again
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(server.rows("SELECT count(*) FROM transcript.forgettable"))
                        .containsExactly("0"));
    }
}
