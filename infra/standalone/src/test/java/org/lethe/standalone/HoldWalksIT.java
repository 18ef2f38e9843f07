package org.lethe.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.standalone.HoldWalk.Kind;
import org.lethe.standalone.HoldWalk.Step;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.testkit.TestRounds;

/// What holds keep readable stays readable, whatever is placed, released, erased, expired and comes back in whatever
/// order; and nothing else does. Who can be found is who has something left, or is named by a hold.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldWalksIT {
    private static final int WALKS = TestRounds.of(40, 10_000);
    private static final int STEPS = 14;
    private static final int LANES = 4;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final LocalDate FIRST_MARKER = LocalDate.parse("1980-01-01");
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);

    private final PinnedClock clock = HoldWalk.clock();
    private final ClientId markers = ClientId.random();
    private final AtomicInteger marked = new AtomicInteger();
    private final long seed = Long.getLong("lethe.test.seed", System.nanoTime());
    private final String database = PostgresForTests.newDatabase();
    private Running running;
    private RunningFixture api;
    private Running other;
    private RunningFixture otherApi;

    private record Order(ClientId client, List<Bucket> buckets, Instant at) implements Command<Boolean> {}

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        Path one = parent.resolve("one");
        running = Standalone.start(Settings.in(one).with("lethe.db.url", database), clock);
        api = new RunningFixture(running.url(), running.dataFolder());
        Path two = Files.createDirectories(parent.resolve("two"));
        Files.createSymbolicLink(two.resolve("keys"), one.resolve("keys"));
        other = Standalone.start(Settings.in(two).with("lethe.db.url", database), clock);
        otherApi = new RunningFixture(other.url(), running.dataFolder());
        running.commands().handle(Order.class, (order, decision) -> {
            decision.append(
                    EventId.random(),
                    LogEntry.of(
                            order.client(),
                            new ExpiryOrdered(RunId.random(), order.client(), 1, order.buckets(), false, "walk")),
                    order.at());
            return true;
        });
    }

    @AfterAll
    void stop() {
        otherApi.close();
        other.close();
        api.close();
        running.close();
    }

    @Test
    void whatHoldsKeepIsWhatTheModelSays() throws Exception {
        walk(WALKS, _ -> api);
    }

    @Test
    void whatHoldsKeepIsTheSameWithTwoProcesses() throws Exception {
        walk(WALKS / 4, request -> request % 3 == 0 ? otherApi : api);
    }

    @Test
    void whoComesAgainAfterAllHasExpiredIsSomebodyNew() {
        walk(
                List.of(
                        new Step(Kind.SAY, 0),
                        new Step(Kind.EXPIRE, 0),
                        new Step(Kind.SAY, 3),
                        new Step(Kind.HOLD_PERSON, 0),
                        new Step(Kind.EXPIRE, 1),
                        new Step(Kind.RELEASE, 0),
                        new Step(Kind.SAY, 6),
                        new Step(Kind.ERASE_PERSON, 0)),
                _ -> api);
    }

    @Test
    void whatAConversationsHoldKeepsIsFoundUntilItsRelease() {
        walk(
                List.of(
                        new Step(Kind.SAY, 0),
                        new Step(Kind.HOLD_CONVERSATION, 0),
                        new Step(Kind.HOLD_CONVERSATION, 0),
                        new Step(Kind.EXPIRE, 0),
                        new Step(Kind.RELEASE, 0),
                        new Step(Kind.RELEASE, 0),
                        new Step(Kind.SAY, 3)),
                request -> request % 2 == 0 ? api : otherApi);
    }

    private void walk(int times, Function<Integer, RunningFixture> apis) throws Exception {
        System.out.println("seed " + seed + " (set -Dlethe.test.seed to repeat)");
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> walks = new ArrayList<>();
            for (int walk = 0; walk < times; walk++) {
                List<Step> steps = steps(new Random(seed + walk));
                walks.add(lanes.submit(() -> walk(steps, apis)));
            }
            for (Future<?> walk : walks) {
                walk.get();
            }
        }
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Kind.SAY, random.nextInt(100)));
        while (steps.size() < STEPS) {
            steps.add(new Step(Kind.values()[random.nextInt(Kind.values().length)], random.nextInt(100)));
        }
        return steps;
    }

    private void walk(List<Step> steps, Function<Integer, RunningFixture> apis) {
        try {
            new HoldWalk(apis, this::expire).walk(steps);
        } catch (AssertionError e) {
            List<Step> fewest = shrink(steps, apis);
            throw new AssertionError("the walk " + fewest + " (of " + steps + "): " + e.getMessage(), e);
        }
    }

    /// Leaves out steps one by one for as long as what is left fails.
    private List<Step> shrink(List<Step> steps, Function<Integer, RunningFixture> apis) {
        List<Step> fewest = steps;
        for (int i = 0; i < fewest.size(); ) {
            List<Step> fewer = new ArrayList<>(fewest);
            fewer.remove(i);
            if (fails(fewer, apis)) {
                fewest = fewer;
            } else {
                i++;
            }
        }
        return fewest;
    }

    private boolean fails(List<Step> steps, Function<Integer, RunningFixture> apis) {
        try {
            new HoldWalk(apis, this::expire).walk(steps);
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    /// Orders it and waits for the answer to an order behind it: a bucket that a hold keeps is answered by nothing.
    private void expire(ClientId client, List<Bucket> buckets) {
        running.commands().sendAndWait(new Order(client, buckets, clock.instant()));
        Bucket marker = new Bucket(Category.MESSAGES, Talk.WEB, FIRST_MARKER.plusDays(marked.getAndIncrement()));
        running.commands().sendAndWait(new Order(markers, List.of(marker), clock.instant()));
        EventTag tag = EventTag.bucket(markers, marker);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !running.eventLog()
                        .lookUp(Criteria.of(tag.key(), tag.value(), DESTROYED))
                        .isEmpty());
    }
}
