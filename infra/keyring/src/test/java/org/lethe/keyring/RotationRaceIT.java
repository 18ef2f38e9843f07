package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.TestRounds;

/// Processes that mint, seal, open and destroy while two others rotate the shards they do it in.
class RotationRaceIT {
    private static final int ROUNDS = TestRounds.of(8, 25);
    private static final int SHARDS = 4; // few, so that everybody meets
    private static final int MOST_LIVING = 3_000;
    private static final long NOTHING_TO_DO_NANOS = 1_000_000;

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Queue<SealedContent> living = new ConcurrentLinkedQueue<>();
    private final Queue<SealedContent> erased = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void losesNothingAndBringsNothingBack() throws Exception {
        Keyring sealing = fixture.keyring();
        Keyring destroying = fixture.keyring();
        List<RootEpochs> rotating = List.of(
                fixture.keyring().rootEpochs(Duration.ofDays(3)),
                fixture.keyring().rootEpochs(Duration.ofDays(3)));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<?>> working = new ArrayList<>();
            IntStream.range(0, 3).forEach(i -> working.add(threads.submit(until(over, () -> seal(sealing)))));
            working.add(threads.submit(until(over, () -> erase(destroying))));
            working.add(threads.submit(until(over, () -> openSome(sealing))));
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    int before = erased.size();
                    await().atMost(Duration.ofSeconds(30)).until(() -> erased.size() >= before + 3);
                    fixture.clock.advance(Duration.ofDays(1));
                    List<Future<RootEpochs.Turn>> turns = rotating.stream()
                            .map(one -> threads.submit(() -> one.turn(RotationProgress.NONE)))
                            .toList();
                    for (Future<RootEpochs.Turn> turn : turns) {
                        turn.get();
                    }
                }
            } finally {
                over.set(true);
            }
            for (Future<?> one : working) {
                one.get();
            }
        }
        fixture.clock.advance(Duration.ofDays(1));
        RootEpochs.Turn last = rotating.getFirst().turn(RotationProgress.NONE);
        assertThat(last.unfinishedShards()).isZero();
        assertThat(rotating.getFirst().status().rotatingShards()).isZero();
        fixture.clock.advance(Duration.ofDays(3));
        assertThat(rotating.getFirst().turn(RotationProgress.NONE).destroyedEpochs())
                .isNotEmpty();

        Keyring fresh = fixture.keyring();
        assertThat(fresh.open(List.copyOf(living)))
                .isNotEmpty()
                .allSatisfy(opening -> assertThat(KeyringFixture.text(opening)).isEqualTo("hello"));
        assertThat(fresh.open(List.copyOf(erased)))
                .hasSizeGreaterThanOrEqualTo(3 * ROUNDS)
                .allSatisfy(opening -> assertThat(opening).isInstanceOf(Opening.Erased.class));
        fixture.record(rotating.getFirst());
        assertThat(rotating.getFirst().due(Integer.MAX_VALUE).erased()).hasSize(erased.size());
    }

    private interface Work {
        void once() throws Exception;
    }

    private static Callable<Void> until(AtomicBoolean over, Work work) {
        return () -> {
            try {
                while (!over.get()) {
                    work.once();
                }
                return null;
            } finally {
                over.set(true); // one that fails ends all
            }
        };
    }

    private ContentScope newScope() {
        return Stream.generate(fixture::newScope)
                .filter(scope -> scope.consumerKey().shard() < SHARDS
                        && scope.conversationKey().shard() < SHARDS)
                .map(scope -> new ContentScope(
                        scope.client(),
                        scope.consumer(),
                        scope.conversation(),
                        Bucket.of(Category.MESSAGES, new Channel("web"), fixture.clock.instant())))
                .findFirst()
                .orElseThrow();
    }

    // A lease may end between preparing and sealing: the clock leaps by a day.
    private void seal(Keyring keyring) {
        if (living.size() > MOST_LIVING) {
            LockSupport.parkNanos(NOTHING_TO_DO_NANOS);
            return;
        }
        ContentScope scope = newScope();
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                living.add(KeyringFixture.seal(keyring, scope, "hello"));
                return;
            } catch (LeaseEndedException e) {
                // prepare again
            }
        }
        throw new IllegalStateException("a lease never lasted");
    }

    private void erase(Keyring keyring) throws Exception {
        SealedContent content = living.poll();
        if (content == null) {
            LockSupport.parkNanos(NOTHING_TO_DO_NANOS);
            return;
        }
        while (true) {
            try {
                fixture.destroy(
                        keyring, KeyKind.CONSUMER, content.scope().consumer().toString());
                erased.add(content);
                return;
            } catch (KeyChangedException e) {
                // wrapped again between the look and the deed
            }
        }
    }

    private void openSome(Keyring keyring) {
        List<SealedContent> some = living.stream().limit(20).toList();
        assertThat(keyring.open(some))
                .hasSameSizeAs(some)
                .allSatisfy(opening -> assertThat(opening).isInstanceOfAny(Opening.Opened.class, Opening.Erased.class));
    }
}
