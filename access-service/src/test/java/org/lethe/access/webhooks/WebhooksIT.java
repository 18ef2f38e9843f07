package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.access.AccessServer;
import org.lethe.access.webhooks.DeliveryTable.Claimed;
import org.lethe.access.webhooks.Receiver.Received;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReminded;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.WordedEvent;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

/// Webhooks over HTTP, with somebody who receives. The server's own worker looks every second; its clock is pinned.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private AccessServer server;
    private Receiver receiver;
    private HookedBrand brand;

    @BeforeAll
    void start() {
        server = new AccessServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void receive() {
        receiver = new Receiver();
        brand = new HookedBrand(server);
    }

    @AfterEach
    void receiveNoMore() {
        receiver.close();
    }

    private DeliveryTable table() {
        return new DeliveryTable(server.dataSource);
    }

    /// What another process would run on the same database.
    private DeliveryWorker worker() {
        return worker(server.service.part(SealedWords.class), server.clock);
    }

    private DeliveryWorker worker(SealedWords words, Clock clock) {
        WebhookSettings trial = new WebhookSettings(true);
        return new DeliveryWorker(
                table(),
                server.log,
                server.commands,
                new WebhookWords(words),
                new Poster(trial),
                new RetrySchedule(new SplittableRandom(1)),
                trial,
                clock,
                new SimpleMeterRegistry());
    }

    private void awaitReceived(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.all).hasSizeGreaterThanOrEqualTo(count));
    }

    @Test
    void tellsOfARequestByIdsAlone() {
        String webhook = brand.registered(receiver.url(), "request.referred");

        String request = brand.complain();

        JsonNode delivery = brand.awaitAll(webhook, "delivered", 1).getFirst();
        String dueAt = server.get(brand.brand.requests + "/" + request, brand.brand.officer)
                .text("due_at");
        assertThat(receiver.all).singleElement().satisfies(received -> {
            assertThat(received.body())
                    .isEqualTo(("{\"type\":\"request.referred\",\"timestamp\":\"%s\",\"data\":{"
                                    + "\"client_id\":\"%s\",\"request_id\":\"%s\",\"type\":\"complaint\","
                                    + "\"state\":\"referred\",\"due_at\":\"%s\"}}")
                            .formatted(server.clock.instant(), brand.brand.id, request, dueAt));
            assertThat(received.type()).isEqualTo("application/json");
            assertThat(received.id())
                    .isEqualTo("msg_" + delivery.get("delivery_id").asString());
            assertThat(received.timestamp())
                    .isEqualTo(Long.toString(server.clock.instant().getEpochSecond()));
        });
        assertThat(delivery.get("last_status").asInt()).isEqualTo(204);
        assertThat(delivery.get("attempts").asInt()).isEqualTo(1);
        assertThat(delivery.has("next_attempt_at")).isFalse();
    }

    @Test
    void tellsEachWebhookWhatItAskedForAndNothingElse() {
        String referred = brand.registered(receiver.url(), "request.referred");
        String both = brand.registered(receiver.url(), "request.referred", "request.approval_needed");
        String denied = brand.registered(receiver.url(), "request.denied");

        String request = brand.complain();
        server.post(brand.brand.requests + "/" + request + "/deny", brand.brand.officer, "{\"reason\": \"no_match\"}")
                .is(200);

        brand.awaitAll(referred, "delivered", 1);
        brand.awaitAll(both, "delivered", 2);
        assertThat(brand.awaitAll(denied, "delivered", 1)
                        .getFirst()
                        .get("event")
                        .asString())
                .isEqualTo("request.denied");
        assertThat(receiver.all.stream().filter(one -> one.body().contains("\"state\":\"denied\"")))
                .hasSize(1);
    }

    @Test
    void tellsOfTheDateThatAReminderIsOf() {
        String webhook = brand.registered(receiver.url(), "request.due_soon", "request.overdue");
        RequestId request = RequestId.parse(brand.complain());
        ClientId client = brand.brand.id;
        Instant ours = Instant.parse("2026-12-18T23:59:59Z");
        Instant laws = Instant.parse("2026-12-21T23:59:59Z");

        server.append(client, LogEntry.of(client, new RequestReminded(request, client, "due_soon", laws)));
        server.append(client, LogEntry.of(client, new RequestReminded(request, client, "overdue", ours)));

        brand.awaitAll(webhook, "delivered", 2);
        assertThat(receiver.all)
                .extracting(Received::body)
                .anyMatch(body -> body.contains("request.due_soon") && body.contains("\"due_at\":\"" + laws))
                .anyMatch(body -> body.contains("request.overdue") && body.contains("\"due_at\":\"" + ours));
    }

    @Test
    void triesAgainAsSaidAndThenLaysItAside() {
        receiver.answers(500);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();

        for (int attempt = 1; attempt <= 10; attempt++) {
            awaitReceived(attempt);
            awaitAttempts(webhook, attempt);
            JsonNode delivery = brand.deliveries(webhook).getFirst();
            assertThat(delivery.get("last_status").asInt()).isEqualTo(500);
            assertThat(delivery.get("last_fault").asString()).isEqualTo("status");
            if (attempt <= 9) {
                assertThat(delivery.get("state").asString()).isEqualTo("waiting");
                Instant next = Instant.parse(delivery.get("next_attempt_at").asString());
                Duration wait = RetrySchedule.WAITS.get(attempt - 1);
                assertThat(Duration.between(server.clock.instant(), next))
                        .isBetween(wait, wait.plus(wait.dividedBy(10)));
                server.clock.set(next);
            }
        }

        assertThat(brand.deliveries(webhook, "?delivery_state=dead_lettered")).hasSize(1);
        assertThat(brand.deliveries(webhook, "?delivery_state=waiting")).isEmpty();
        assertThat(receiver.all)
                .extracting(Received::id)
                .hasSize(10)
                .containsOnly(receiver.all.getFirst().id());
        assertThat(receiver.all).extracting(Received::timestamp).doesNotHaveDuplicates();

        receiver.answers(200);
        String id = brand.deliveries(webhook).getFirst().get("delivery_id").asString();
        server.post(webhook + "/deliveries/" + id + "/resend", brand.brand.officer, "")
                .is(202);
        brand.awaitAll(webhook, "delivered", 1);
        assertThat(receiver.all.getLast().id()).isEqualTo("msg_" + id);
    }

    private void awaitAttempts(String webhook, int attempts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        brand.deliveries(webhook).getFirst().get("attempts").asInt() == attempts);
    }

    @Test
    void whoSaysThatItIsGoneIsToldNothingAnyMore() {
        receiver.answers(410);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();

        brand.awaitAll(webhook, "dead_lettered", 1);

        JsonNode shown = server.get(webhook, brand.brand.officer).is(200).json();
        assertThat(shown.get("state").asString()).isEqualTo("disabled");
        assertThat(shown.has("disabled_at")).isTrue();
        assertThat(server.rows("SELECT type FROM event_log.event WHERE type = 'WebhookDisabled' AND client_id = '"
                        + brand.brand.id + "'"))
                .hasSize(1);
        String id = brand.deliveries(webhook).getFirst().get("delivery_id").asString();
        server.post(webhook + "/deliveries/" + id + "/resend", brand.brand.officer, "")
                .refused(409, "webhook-disabled");
        server.post(webhook + "/replay", brand.brand.officer, "{\"from\": \"" + server.clock.instant() + "\"}")
                .refused(409, "webhook-disabled");
        server.post(webhook + "/rotate", brand.brand.officer, "").refused(409, "webhook-disabled");
        brand.complain();
        assertThat(brand.deliveries(webhook)).hasSize(1);
        assertThat(receiver.all).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        try (Receiver elsewhere = new Receiver()) {
            receiver.answering = exchange -> {
                exchange.getResponseHeaders().add("Location", elsewhere.url());
                exchange.sendResponseHeaders(status, -1);
            };
            String webhook = brand.registered(receiver.url(), "request.referred");
            brand.complain();

            awaitReceived(1);
            awaitAttempts(webhook, 1);

            assertThat(brand.deliveries(webhook).getFirst().get("last_status").asInt())
                    .isEqualTo(status);
            assertThat(brand.deliveries(webhook).getFirst().get("state").asString())
                    .isEqualTo("waiting");
            assertThat(elsewhere.all).isEmpty();
        }
    }

    @Test
    void whoeverIsSlowKeepsNobodyElseWaitingAndHasFewUnderWay() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        receiver.answering = exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                free.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        };
        try (Receiver quick = new Receiver()) {
            String slow = brand.registered(receiver.url(), "request.referred");
            String other = brand.registered(quick.url(), "request.referred");
            for (int i = 0; i < 10; i++) {
                brand.complain();
            }

            brand.awaitAll(other, "delivered", 10);

            assertThat(brand.deliveries(slow, "?delivery_state=delivered")).isEmpty();
            assertThat(most.get()).isBetween(1, DeliveryWorker.OF_ONE_WEBHOOK);
            free.countDown();
            brand.awaitAll(slow, "delivered", 10);
        }
    }

    @Test
    void twoProcessesShareWhatIsDue() throws Exception {
        String webhook = brand.registered(receiver.url(), "request.referred", "request.received");
        try (DeliveryWorker one = worker();
                DeliveryWorker other = worker()) {
            for (int i = 0; i < 20; i++) {
                brand.complain();
            }
            while (brand.deliveries(webhook, "?delivery_state=delivered&limit=200")
                            .size()
                    < 40) {
                List<Future<?>> begun = new ArrayList<>(one.look());
                begun.addAll(other.look());
                for (Future<?> delivery : begun) {
                    delivery.get(60, TimeUnit.SECONDS);
                }
            }
        }

        assertThat(receiver.all).extracting(Received::id).hasSize(40).doesNotHaveDuplicates();
        assertThat(brand.deliveries(webhook, "?limit=200"))
                .isNotEmpty()
                .allSatisfy(
                        delivery -> assertThat(delivery.get("attempts").asInt()).isEqualTo(1));
    }

    @Test
    void whatAProcessHadInHandWhenItDiedIsSentByAnother() throws Exception {
        receiver.answers(500); // so that it waits, and nobody has it in hand
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        awaitAttempts(webhook, 1);
        receiver.answers(200);
        server.clock.set(Instant.parse(brand.deliveries(webhook)
                        .getFirst()
                        .get("next_attempt_at")
                        .asString())
                .minusMillis(1));
        // a process whose clock is a little ahead takes it, and is killed before it has noted what came of it
        List<Claimed> dead = table().claim(server.clock.instant().plusMillis(1), 1, 1);
        assertThat(dead).hasSize(1);

        server.clock.advance(Duration.ofSeconds(30));
        try (DeliveryWorker alive = worker()) {
            assertThat(alive.look()).isEmpty();
            assertThat(receiver.all).hasSize(1);

            server.clock.advance(DeliveryTable.CLAIM);
            brand.awaitAll(webhook, "delivered", 1);
        }

        assertThat(receiver.all)
                .extracting(Received::id)
                .hasSize(2)
                .containsOnly(receiver.all.getFirst().id());
        table().attempted(
                        dead.getFirst(),
                        Attempt.failed(DeliveryFault.TIMEOUT),
                        DeliveryState.WAITING,
                        server.clock.instant(),
                        server.clock.instant());
        assertThat(brand.deliveries(webhook).getFirst().get("state").asString())
                .as("the dead one has no word any more")
                .isEqualTo("delivered");
    }

    @Test
    void viewsMadeAnewTellNothingTwice() throws SQLException {
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        brand.awaitAll(webhook, "delivered", 1);

        server.service.replay();

        assertThat(brand.deliveries(webhook)).hasSize(1);
        server.clock.advance(Duration.ofDays(32));
        table().removeOld(server.clock.instant());
        assertThat(brand.deliveries(webhook)).isEmpty();
        server.service.replay();
        assertThat(brand.deliveries(webhook)).isEmpty();
        assertThat(receiver.all).hasSize(1);
    }

    @Test
    void tellsOnceMoreWhatHappenedInARange() {
        brand.complain();
        Instant from = server.clock.instant();
        String webhook = brand.registered(receiver.url(), "request.referred");
        server.clock.advance(Duration.ofMinutes(1));
        brand.complain();
        brand.awaitAll(webhook, "delivered", 1);
        Instant to = server.clock.instant();

        String range = "{\"from\": \"%s\", \"to\": \"%s\"}";
        assertThat(server.post(webhook + "/replay", brand.brand.officer, range.formatted(from, to))
                        .is(202)
                        .json()
                        .get("deliveries")
                        .asInt())
                .as("what happened before it was registered")
                .isEqualTo(1);
        brand.awaitAll(webhook, "delivered", 2);
        server.post(
                        webhook + "/replay",
                        brand.brand.officer,
                        "{\"from\": \"" + from + "\", \"to\": \"" + to.plusSeconds(1) + "\"}")
                .is(202);

        awaitReceived(4);
        assertThat(receiver.all).extracting(Received::id).hasSize(4);
        assertThat(receiver.all.stream().map(Received::id).distinct()).hasSize(2);
        assertThat(server.post(
                                webhook + "/replay",
                                brand.brand.officer,
                                range.formatted(from.minus(Duration.ofDays(31)), to))
                        .is(400)
                        .pointers())
                .containsExactly("/from");
        assertThat(server.post(webhook + "/replay", brand.brand.officer, range.formatted(to, from))
                        .is(400)
                        .pointers())
                .containsExactly("/to");
    }

    @Test
    void aSecretIsShownOnce() {
        Reply created = server.post(
                brand.webhooks,
                brand.brand.officer,
                "{\"url\": \"" + receiver.url() + "\", \"events\": [\"request.referred\"]}",
                "Idempotency-Key",
                "\"once\"");
        String webhook = brand.webhooks + "/" + created.is(201).text("webhook_id");
        assertThat(created.text("secret")).startsWith("whsec_");
        assertThat(created.text("public_key")).startsWith("whpk_");

        Reply again = server.post(
                brand.webhooks,
                brand.brand.officer,
                "{\"url\": \"" + receiver.url() + "\", \"events\": [\"request.referred\"]}",
                "Idempotency-Key",
                "\"once\"");

        again.is(409);
        assertThat(again.body()).contains("secret-shown-once").doesNotContain("whsec_", "whpk_");
        Reply rotated = server.post(webhook + "/rotate", brand.brand.officer, "", "Idempotency-Key", "\"turn\"");
        assertThat(rotated.is(200).text("secret")).startsWith("whsec_").isNotEqualTo(created.text("secret"));
        assertThat(server.post(webhook + "/rotate", brand.brand.officer, "", "Idempotency-Key", "\"turn\"")
                        .is(409)
                        .body())
                .doesNotContain("whsec_");
        Reply list = server.get(brand.webhooks, brand.brand.officer).is(200);
        assertThat(list.body()).contains(receiver.url()).doesNotContain("whsec_", "whpk_");
        assertThat(list.json().get("items")).hasSize(1);
        assertThat(server.rows("SELECT facts FROM event_log.event WHERE client_id = '" + brand.brand.id + "'")
                        .toString())
                .doesNotContain("whsec_", "127.0.0.1", created.text("secret").substring(6));
    }

    @Test
    void signsByTheOldSecretTooForADay() {
        String webhook = brand.registered(receiver.url(), "request.referred");
        server.post(webhook + "/rotate", brand.brand.officer, "").is(200);

        brand.complain();
        brand.awaitAll(webhook, "delivered", 1);
        server.clock.advance(Webhook.OVERLAP);
        brand.complain();
        brand.awaitAll(webhook, "delivered", 2);

        assertThat(receiver.all)
                .extracting(received -> received.signature().split(" ").length)
                .containsExactly(4, 2);
    }

    @Test
    void removedIsToldNothingNorShown() {
        receiver.answers(500);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        awaitAttempts(webhook, 1);

        server.delete(webhook, brand.brand.officer).is(204);

        server.get(webhook, brand.brand.officer).is(404);
        server.delete(webhook, brand.brand.officer).is(404);
        server.get(webhook + "/deliveries", brand.brand.officer).is(404);
        assertThat(server.get(brand.webhooks, brand.brand.officer).json().get("items"))
                .isEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> server.rows(
                                "SELECT state FROM access.webhook_delivery WHERE client_id = '" + brand.brand.id + "'")
                        .equals(List.of("ended")));
        brand.complain();
        assertThat(receiver.all).hasSize(1);
    }

    @Test
    void aClientThatLeftIsToldNothing() {
        receiver.answers(500);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        awaitAttempts(webhook, 1);

        server.append(brand.brand.id, LogEntry.of(brand.brand.id, new ClientOffboarded(brand.brand.id, "platform")));

        brand.awaitAll(webhook, "ended", 1);
        assertThat(receiver.all).hasSize(1);
    }

    /// As when the client's keys are destroyed.
    private static final SealedWords GONE = new SealedWords() {
        @Override
        public Sealed seal(
                ClientId client,
                EventId event,
                Class<? extends WordedEvent> type,
                Map<String, String> words,
                Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, String> open(
                ClientId client, EventId event, Class<? extends WordedEvent> type, Sealed sealed, Instant recordedAt) {
            return Map.of();
        }
    };

    @Test
    void withoutTheClientsKeysNothingIsSent() throws Exception {
        receiver.answers(500);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        awaitAttempts(webhook, 1);

        Instant next = Instant.parse(
                brand.deliveries(webhook).getFirst().get("next_attempt_at").asString());
        try (DeliveryWorker worker = worker(GONE, Clock.fixed(next, ZoneOffset.UTC))) {
            for (Future<?> delivery : worker.look()) {
                delivery.get(60, TimeUnit.SECONDS);
            }
        }

        brand.awaitAll(webhook, "ended", 1);
        assertThat(receiver.all).hasSize(1);
    }

    @Test
    void isForOfficersOfTheClientAlone() {
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        String delivery = brand.awaitAll(webhook, "delivered", 1)
                .getFirst()
                .get("delivery_id")
                .asString();
        HookedBrand other = new HookedBrand(server);
        String foreign = other.webhooks + webhook.substring(webhook.lastIndexOf('/'));
        String auditor = server.key(brand.brand.id, Role.AUDITOR);

        server.get(webhook, other.brand.officer).is(404);
        server.get(foreign, other.brand.officer).is(404);
        server.get(foreign + "/deliveries", other.brand.officer).is(404);
        server.post(foreign + "/rotate", other.brand.officer, "").is(404);
        server.post(foreign + "/deliveries/" + delivery + "/resend", other.brand.officer, "")
                .is(404);
        server.post(foreign + "/replay", other.brand.officer, "{\"from\": \"2026-11-20T09:00:00Z\"}")
                .is(404);
        server.delete(foreign, other.brand.officer).is(404);
        server.get(brand.webhooks, auditor).is(403);
        server.post(webhook + "/rotate", auditor, "").is(403);
        server.post(webhook + "/deliveries/00000000-0000-0000-0000-000000000000/resend", brand.brand.officer, "")
                .is(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"http://127.0.0.1/\", \"events\": []}",
                "{\"url\": \"http://127.0.0.1/\", \"events\": [\"request.eaten\"]}",
                "{\"url\": \"http://127.0.0.1/\"}",
                "{\"url\": \"ftp://127.0.0.1/hunter2\", \"events\": [\"request.referred\"]}",
                "{\"url\": \"\", \"events\": [\"request.referred\"]}",
            })
    void refusesWhatItCanNotReadAndNamesThePlace(String body) {
        Reply refused = server.post(brand.webhooks, brand.brand.officer, body);

        assertThat(refused.is(400).pointers()).isNotEmpty();
        assertThat(refused.body()).doesNotContain("hunter2", "eaten");
    }

    @Test
    void countsWhatItDoes() throws Exception {
        receiver.answers(500);
        String webhook = brand.registered(receiver.url(), "request.referred");
        brand.complain();
        awaitAttempts(webhook, 1);
        try (DeliveryWorker worker = worker()) {
            worker.tidy();
        }

        assertThat(server.meters
                        .get("lethe.webhooks.deliveries")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isPositive();
        assertThat(table().waiting().deliveries()).isPositive();
    }
}
