package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.standalone.Evidence.Item;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.TestRounds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A hold and the destruction of what it covers set off at the same moment, again and again: whichever stands first in
/// the log wins, and wins all of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldRaceIT {
    private static final int ROUNDS = TestRounds.of(150, 500); // fewer, and a pairing might end one way only
    private static final int LANES = 8; // rounds at once, each lane with a client of its own
    private static final int TALKING = 4; // in every fourth round somebody goes on talking, and more is looked at
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final LocalDate FIRST_MARKER = LocalDate.parse("1980-01-01");
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PinnedClock clock = new PinnedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Map<HoldId, Integer> readings = new ConcurrentHashMap<>();
    private final AtomicLong escrowed = new AtomicLong();
    private final AtomicInteger markers = new AtomicInteger();
    private final long seed = Long.getLong("lethe.test.seed", System.nanoTime());
    private Running running;
    private RunningFixture api;

    /// What the hold names.
    private enum Held {
        CONSUMER,
        CONVERSATION,
        DAYS
    }

    /// What goes.
    private enum Gone {
        DAYS,
        CONSUMER,
        CONVERSATION
    }

    /// A kind of round, and how its rounds ended.
    private record Pairing(Held held, Gone gone, Handicap handicap, AtomicInteger holdWon, AtomicInteger holdLost) {
        Pairing(Held held, Gone gone, long seed) {
            this(held, gone, new Handicap(seed), new AtomicInteger(), new AtomicInteger());
        }

        void ended(boolean holdFirst) {
            handicap.firstWon(!holdFirst);
            (holdFirst ? holdWon : holdLost).incrementAndGet();
        }

        @Override
        public String toString() {
            return "a hold on " + held + " against the end of " + gone + ": won " + holdWon + ", lost " + holdLost;
        }
    }

    /// What everybody was told when a round was over.
    ///
    /// @param late to whom went on talking, where somebody did
    private record Answers(HttpResponse<String> hold, Optional<HttpResponse<String>> late) {
        Optional<HoldId> placed() {
            return hold.statusCode() == 201
                    ? Optional.of(HoldId.parse(RunningFixture.field(hold, "hold_id")))
                    : Optional.empty();
        }

        boolean isLateRecorded() {
            return late.filter(answer -> answer.statusCode() == 201).isPresent();
        }

        List<String> said(int conversation) {
            if (conversation == Talk.SECOND) {
                return List.of("other");
            }
            return isLateRecorded() ? List.of("one", "two", "late") : List.of("one", "two");
        }
    }

    record Order(ClientId client, List<Bucket> buckets, Instant at) implements Command<Ordered> {}

    record Ordered() {}

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)), clock);
        api = new RunningFixture(running.url(), running.dataFolder());
        running.commands().handle(Order.class, (order, decision) -> {
            decision.append(
                    EventId.random(),
                    LogEntry.of(
                            order.client(),
                            new ExpiryOrdered(RunId.random(), order.client(), 1, order.buckets(), false, "race")),
                    order.at());
            return new Ordered();
        });
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    @Test
    void aHoldAgainstExpiry() throws Exception {
        race(Stream.of(Held.values()).map(held -> new Pairing(held, Gone.DAYS, seed)));
    }

    @Test
    void aHoldAgainstErasure() throws Exception {
        race(Stream.of(Gone.CONSUMER, Gone.CONVERSATION)
                .flatMap(gone -> Stream.of(Held.values()).map(held -> new Pairing(held, gone, seed))));
    }

    private void race(Stream<Pairing> kinds) throws Exception {
        System.out.println("seed " + seed + " (set -Dlethe.test.seed to repeat)");
        List<Pairing> pairings = kinds.toList();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                lanes.add(threads.submit(() -> {
                    Talks talks = new Talks(running, api);
                    for (int round = next.getAndIncrement(); round < ROUNDS; round = next.getAndIncrement()) {
                        Pairing pairing = pairings.get(round % pairings.size());
                        if (round / pairings.size() % TALKING == 0) {
                            talkingRound(talks.live(), pairing, threads);
                        } else {
                            round(talks.imported(), pairing, threads);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
        }
        System.out.println(pairings);
        assertThat(pairings).isNotEmpty().allSatisfy(pairing -> {
            assertThat(pairing.holdWon()).hasPositiveValue();
            assertThat(pairing.holdLost()).hasPositiveValue();
        });
        thenTheBooksAgree();
    }

    private void round(Talk talk, Pairing pairing, ExecutorService threads) throws Exception {
        // given
        HoldScope scope = scope(talk, pairing.held());

        // when
        Answers answers = run(talk, scope, pairing, false, threads);

        // then
        thenAllOrNothingIsHeld(talk, scope, answers, pairing);
        if (answers.placed().isPresent()) {
            release(talk, answers.placed().get());
        }
    }

    private void talkingRound(Talk talk, Pairing pairing, ExecutorService threads) throws Exception {
        // given
        HoldScope scope = scope(talk, pairing.held());

        // when
        Answers answers = run(talk, scope, pairing, true, threads);

        // then
        Evidence evidence = thenAllOrNothingIsHeld(talk, scope, answers, pairing);
        thenItReadsForTheHold(evidence, talk, Talk.SECOND, answers);
        thenItReadsForEverybody(evidence, talk, Talk.FIRST, answers);
        thenItReadsForEverybody(evidence, talk, Talk.SECOND, answers);
        if (answers.placed().isPresent()) {
            release(talk, answers.placed().get());
            assertThat(read(talk, Talk.FIRST, answers.placed().get()).statusCode())
                    .isEqualTo(403);
            thenWhatWasKeptWholeGoesNow(evidence, talk, pairing);
        }
    }

    private static HoldScope scope(Talk talk, Held held) {
        return switch (held) {
            case CONSUMER -> new HoldScope(List.of(talk.consumer()), List.of(), null, null, null, false);
            case CONVERSATION ->
                new HoldScope(List.of(), List.of(talk.conversations().getFirst()), null, null, null, false);
            case DAYS -> new HoldScope(List.of(), List.of(), Talk.WEB, talk.firstDay(), talk.lastDay(), false);
        };
    }

    private Answers run(Talk talk, HoldScope scope, Pairing pairing, boolean goesOn, ExecutorService threads)
            throws Exception {
        Handicap.Start start = pairing.handicap().next();
        CyclicBarrier barrier = new CyclicBarrier(goesOn ? 3 : 2);
        Future<?> destroyed = threads.submit(() -> {
            barrier.await();
            Thread.sleep(start.first());
            destroy(talk, pairing);
            return null;
        });
        Future<HttpResponse<String>> hold = threads.submit(() -> {
            barrier.await();
            Thread.sleep(start.second());
            return hold(talk, scope);
        });
        Optional<HttpResponse<String>> late = Optional.empty();
        if (goesOn) {
            barrier.await();
            Thread.sleep(start.first().plus(start.second()));
            late = Optional.of(talk.say(api, Talk.FIRST, "late", talk.lastDay())); // nothing is to be held of it yet
        }
        destroyed.get();
        return new Answers(hold.get(), late);
    }

    private void destroy(Talk talk, Pairing pairing) {
        switch (pairing.gone()) {
            case DAYS -> expire(talk, pairing.held());
            case CONSUMER -> erase(talk.clientPath() + "/consumers/" + talk.consumer());
            case CONVERSATION -> erase(talk.path(Talk.FIRST));
        }
    }

    private void erase(String path) {
        assertThat(api.post(path + "/erase", "{\"reason\":\"consumer-request\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    /// Orders all of the days at once, as a run does, and waits until the order was looked at. Where a hold may
    /// keep the days whole, another order tells, for a day on which nobody spoke: it is carried out after the
    /// first.
    private void expire(Talk talk, Held held) {
        order(talk.client(), List.copyOf(talk.buckets()));
        Bucket last = talk.buckets().iterator().next();
        if (held == Held.DAYS) {
            last = new Bucket(Category.SURVEYS, Talk.WEB, FIRST_MARKER.plusDays(markers.incrementAndGet()));
            order(talk.client(), List.of(last));
        }
        EventTag tag = EventTag.bucket(talk.client(), last);
        await().atMost(SOON)
                .pollInterval(OFTEN)
                .until(() -> !running.eventLog()
                        .lookUp(Criteria.of(tag.key(), tag.value(), DESTROYED))
                        .isEmpty());
    }

    private void order(ClientId client, List<Bucket> buckets) {
        running.commands().sendAndWait(new Order(client, buckets, clock.instant()));
    }

    private HttpResponse<String> hold(Talk talk, HoldScope scope) {
        String words = scope.namesContent()
                ? scope.consumers().isEmpty()
                        ? "\"conversation_ids\":[\"" + scope.conversations().getFirst() + "\"]"
                        : "\"consumer_ids\":[\"" + scope.consumers().getFirst() + "\"]"
                : "\"channel\":\"web\",\"from\":\"" + scope.from() + "\",\"to\":\"" + scope.to() + "\"";
        return api.post(
                talk.clientPath() + "/legal-holds",
                "{\"matter\":\"Example v. Example\",\"reason\":\"preservation letter\",\"scope\":{" + words + "}}");
    }

    private Evidence thenAllOrNothingIsHeld(Talk talk, HoldScope scope, Answers answers, Pairing pairing)
            throws SQLException {
        Evidence evidence = new Evidence(running.dataSource(), talk, scope, answers.placed());
        assertThat(evidence.messages(Talk.FIRST)).hasSameSizeAs(answers.said(Talk.FIRST));
        assertThat(evidence.messages(Talk.SECOND)).hasSameSizeAs(answers.said(Talk.SECOND));
        pairing.ended(evidence.holdWasFirst());
        thenTheAnswerFits(evidence, answers, pairing);
        thenKeysOpenWhatTheLogSays(evidence, answers);
        thenEscrowIsWhatTheLogSays(evidence, answers, talk.client());
        thenItReadsForTheHold(evidence, talk, Talk.FIRST, answers);
        return evidence;
    }

    /// Placed with nothing of it gone, or refused because all of it is, or placed on what no destruction reached.
    private static void thenTheAnswerFits(Evidence evidence, Answers answers, Pairing pairing) {
        assertThat(answers.hold().statusCode()).as(answers.hold().body()).isIn(201, 409);
        assertThat(answers.late().map(HttpResponse::statusCode).orElse(410)).isIn(201, 410);
        assertThat(evidence.isHoldPlaced()).isEqualTo(answers.placed().isPresent());
        List<Long> destroyed = List.copyOf(evidence.destroyedAt());
        if (!destroyed.isEmpty()) {
            assertThat(destroyed.getLast() - destroyed.getFirst())
                    .as("all in one commit: %s", destroyed)
                    .isEqualTo(destroyed.size() - 1L);
        }
        if (answers.placed().isPresent()) {
            assertThat(answers.hold().body()).contains("\"buckets_gone\":0");
        } else {
            assertThat(answers.hold().body()).contains("/problems/nothing-left-to-hold");
            assertThat(evidence.items().stream().filter(evidence::covers))
                    .isNotEmpty()
                    .allMatch(Item::isGone);
        }
        boolean keepsBuckets = pairing.held() == Held.DAYS && pairing.gone() == Gone.DAYS;
        assertThat(destroyed.isEmpty()).isEqualTo(keepsBuckets && evidence.isHoldPlaced());
    }

    private void thenKeysOpenWhatTheLogSays(Evidence evidence, Answers answers) {
        List<SealedContent> contents =
                evidence.items().stream().map(Item::content).toList();
        // Whoever had a key in memory is told to forget it right after the commit: the clock stands, so no lease ends.
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(OFTEN)
                .untilAsserted(() -> assertThat(areOpened(running.keyring().open(contents)))
                        .isEqualTo(each(evidence, item -> !item.isGone())));
        answers.placed()
                .ifPresent(hold -> assertThat(areOpened(running.keyring().openHeld(hold, contents)))
                        .as("for the hold: %s", evidence.items())
                        .isEqualTo(each(evidence, item -> !item.isGone() || evidence.isHeld(item))));
    }

    private static List<Boolean> areOpened(List<Opening> openings) {
        return openings.stream().map(Opening.Opened.class::isInstance).toList();
    }

    private static List<Boolean> each(Evidence evidence, Predicate<Item> expected) {
        return evidence.items().stream().map(expected::test).toList();
    }

    private void thenEscrowIsWhatTheLogSays(Evidence evidence, Answers answers, ClientId client) {
        int expected = evidence.inEscrow().size();
        escrowed.addAndGet(expected);
        Map<HoldId, Integer> said = answers.placed()
                .filter(hold -> expected > 0)
                .map(hold -> Map.of(hold, expected))
                .orElse(Map.of());
        assertThat(evidence.saidEscrowed()).isEqualTo(said);
        answers.placed()
                .ifPresent(hold ->
                        assertThat(running.keyring().escrowed(client, hold)).isEqualTo(expected));
    }

    private void thenItReadsForTheHold(Evidence evidence, Talk talk, int conversation, Answers answers) {
        if (answers.placed().isEmpty()) {
            return;
        }
        HoldId hold = answers.placed().get();
        List<Item> messages = evidence.messages(conversation);
        boolean covered = messages.stream().anyMatch(evidence::covers);
        boolean held = messages.stream().anyMatch(evidence::isHeld);
        int status = !covered ? 403 : held ? 200 : 410;
        thenItIs(read(talk, conversation, hold), status, answers.said(conversation));
        if (status == 200) {
            readings.merge(hold, 1, Integer::sum);
        }
    }

    private void thenItReadsForEverybody(Evidence evidence, Talk talk, int conversation, Answers answers) {
        boolean gone = evidence.messages(conversation).stream().anyMatch(Item::isGone);
        thenItIs(api.get(talk.path(conversation) + "/transcript"), gone ? 410 : 200, answers.said(conversation));
    }

    /// All of it or nothing.
    private static void thenItIs(HttpResponse<String> answer, int status, List<String> said) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 200) {
            List<String> texts = new ArrayList<>();
            for (JsonNode message : JSON.readTree(answer.body()).path("messages")) {
                texts.add(message.path("text").asString(message.path("status").asString()));
            }
            assertThat(texts).containsExactlyInAnyOrderElementsOf(said);
        }
        if (status == 410) {
            assertThat(answer.body()).containsPattern("\"receipt\"|\"erased_at\"");
        }
    }

    private HttpResponse<String> read(Talk talk, int conversation, HoldId hold) {
        return api.get(talk.path(conversation) + "/transcript", "legal-hold:" + hold);
    }

    private void release(Talk talk, HoldId hold) {
        assertThat(api.post(talk.clientPath() + "/legal-holds/" + hold + "/release", "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    private void thenWhatWasKeptWholeGoesNow(Evidence evidence, Talk talk, Pairing pairing) {
        if (pairing.gone() == Gone.DAYS && evidence.destroyedAt().isEmpty()) {
            order(talk.client(), List.copyOf(talk.buckets()));
            await().atMost(SOON)
                    .pollInterval(OFTEN)
                    .until(() -> api.get(talk.path(Talk.FIRST) + "/transcript").statusCode() == 410);
        }
    }

    /// No escrow that no event told of, none left over; every reading for a hold on record.
    private void thenTheBooksAgree() throws SQLException {
        assertThat(numbers("SELECT 'rows', count(*) FROM keyring.escrow")).containsEntry("rows", escrowed.get());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                numbers("SELECT 'left', count(*) FROM keyring.escrow WHERE wrapped IS NOT NULL"))
                        .containsEntry("left", 0L));
        Map<String, Long> expected = new TreeMap<>();
        readings.forEach((hold, count) -> expected.put(hold.toString(), count.longValue()));
        assertThat(numbers("SELECT facts ->> 'hold', count(*) FROM event_log.event WHERE type = 'TranscriptRead'"
                        + " AND facts ->> 'purpose' = 'legal-hold' GROUP BY 1"))
                .isEqualTo(expected);
    }

    private Map<String, Long> numbers(String sql) throws SQLException {
        Map<String, Long> numbers = new TreeMap<>();
        try (Connection connection = running.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                numbers.put(row.getString(1), row.getLong(2));
            }
        }
        return numbers;
    }
}
