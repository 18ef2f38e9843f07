package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {
    private static final Tag TAG = new Tag("conversation", "1");
    private static final QualifiedName TYPE = new QualifiedName("Opened");

    private static DecisionCache.Placed event(long position) {
        return new DecisionCache.Placed(
                new LogPosition(position, position),
                new GenericEventMessage(
                        "id" + position, new MessageType(TYPE, "1"), "payload", Map.of(), Instant.EPOCH));
    }

    private static List<Long> collect(DecisionCache cache) throws Exception {
        List<DecisionCache.Placed> found = new ArrayList<>();
        cache.collect(TAG, Set.of(TYPE), found);
        return found.stream().map(placed -> placed.position().position()).toList();
    }

    @Test
    void readsOnceAndIsFedFromThenOn() throws Exception {
        // given
        AtomicInteger reads = new AtomicInteger();
        DecisionCache cache = new DecisionCache(100, (tag, types) -> {
            reads.incrementAndGet();
            return List.of(event(1));
        });

        // when
        List<Long> first = collect(cache);
        cache.feed(Set.of(TAG), event(2));
        cache.feed(Set.of(TAG), event(2)); // a refresh may bring it again

        // then
        assertThat(first).containsExactly(1L);
        assertThat(collect(cache)).containsExactly(1L, 2L);
        assertThat(reads).hasValue(1);
    }

    @Test
    void keepsFewerTagsThatHaveManyEvents() {
        // given room for a hundred tags, and fifty of which each has as many events as twenty-five of them
        AtomicInteger reads = new AtomicInteger();
        DecisionCache cache = new DecisionCache(100, (tag, types) -> {
            reads.incrementAndGet();
            return LongStream.rangeClosed(1, 100)
                    .mapToObj(DecisionCacheTest::event)
                    .toList();
        });

        // then most are read again whenever they are asked for
        Awaitility.await().until(() -> {
            int before = reads.get();
            for (int tag = 0; tag < 50; tag++) {
                List<DecisionCache.Placed> found = new ArrayList<>();
                cache.collect(new Tag("conversation", "many-" + tag), Set.of(TYPE), found);
                assertThat(found).hasSize(100);
            }
            return reads.get() - before >= 40 && before > 0;
        });
    }

    @Test
    void letsGoOfATagThatGrewBeyondAllThereIsRoomFor() throws Exception {
        // given
        AtomicInteger reads = new AtomicInteger();
        List<DecisionCache.Placed> stored = new ArrayList<>();
        DecisionCache cache = new DecisionCache(100, (tag, types) -> {
            reads.incrementAndGet();
            return List.copyOf(stored);
        });
        collect(cache);

        // when
        for (long position = 1; position <= 1_000; position++) {
            stored.add(event(position));
            cache.feed(Set.of(TAG), event(position));
        }

        // then
        Awaitility.await().until(() -> collect(cache).size() == 1_000 && reads.get() > 1);
    }

    @Test
    void anEventFedWhileTheListIsBeingReadIsNotLost() throws Exception {
        // given a reader that has its snapshot already when the event comes
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        DecisionCache cache = new DecisionCache(100, (tag, types) -> {
            reading.countDown();
            await(goOn);
            return List.of(event(1));
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> collected = threads.submit(() -> collect(cache));
            await(reading);

            // when
            cache.feed(Set.of(TAG), event(2));
            goOn.countDown();

            // then
            assertThat(collected.get(5, TimeUnit.SECONDS)).containsExactly(1L, 2L);
            assertThat(collect(cache)).containsExactly(1L, 2L);
        }
    }

    @Test
    void isCompleteUpToTheHeadThatWasPublishedBeforeItWasAsked() throws Exception {
        // given a log of which everything stored is readable, fed and then published, in a cache that evicts
        List<DecisionCache.Placed> stored = new CopyOnWriteArrayList<>();
        AtomicLong published = new AtomicLong();
        DecisionCache cache = new DecisionCache(1, (tag, types) -> tag.equals(TAG) ? List.copyOf(stored) : List.of());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // when
            Future<?> writer = threads.submit(() -> {
                for (long position = 1; position <= 1_500; position++) {
                    stored.add(event(position));
                    cache.feed(Set.of(TAG), event(position));
                    published.set(position);
                }
            });
            Future<?> crowd = threads.submit(() -> {
                for (int i = 0; !writer.isDone(); i++) {
                    cache.collect(new Tag("conversation", "other" + i % 50), Set.of(TYPE), new ArrayList<>());
                }
                return null;
            });

            // then
            while (!writer.isDone()) {
                long head = published.get();
                assertThat(collect(cache).stream().filter(position -> position <= head))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, head).boxed().toList());
            }
            crowd.get(5, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
