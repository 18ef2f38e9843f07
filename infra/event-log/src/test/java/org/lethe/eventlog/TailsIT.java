package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Readers follow the log while it is written.
class TailsIT {
    private static final int WRITERS = 32;
    private static final int EACH = 100;
    private static final int ALL = WRITERS * EACH;

    private final LogFixture fixture = new LogFixture();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
        fixture.close();
    }

    private record Seen(long position, String id) {}

    @Test
    void fourTailsBesideThirtyTwoWritersSeeTheSameOrderWithNothingLostOrDoubled() throws Exception {
        // given two logs, so that two tails hear of the others' appends by notification only
        EventLog writing = fixture.open();
        EventLog listening = fixture.open();
        List<Future<List<Seen>>> tails = new ArrayList<>();
        for (EventLog log : List.of(writing, writing, listening, listening)) {
            tails.add(threads.submit(() -> tail(log)));
        }

        // when
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            UUID client = new UUID(7, writer % 5);
            writers.add(threads.submit(() -> {
                for (int i = 0; i < EACH; i++) {
                    LogFixture.outcome(
                            LogFixture.append(writing, AppendCondition.none(), LogFixture.note(client, "{}")));
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(40, TimeUnit.SECONDS);
        }

        // then
        List<Seen> stored = fixture.storedAndSound().stream()
                .map(event -> new Seen(event.position(), event.eventId().toString()))
                .toList();
        assertThat(stored).hasSize(ALL);
        for (Future<List<Seen>> tail : tails) {
            assertThat(tail.get(40, TimeUnit.SECONDS)).isEqualTo(stored);
        }
    }

    private static List<Seen> tail(EventLog log) throws InterruptedException {
        List<Seen> seen = new ArrayList<>();
        Semaphore news = new Semaphore(0);
        try (MessageStreamHandle tail = new MessageStreamHandle(
                log.stream(StreamingCondition.startingFrom(new GlobalSequenceTrackingToken(0)), null))) {
            tail.stream().setCallback(news::release);
            while (seen.size() < ALL) {
                Optional<MessageStream.Entry<EventMessage>> entry =
                        tail.stream().next();
                if (entry.isPresent()) {
                    seen.add(new Seen(
                            TrackingToken.fromContext(entry.get())
                                    .orElseThrow()
                                    .position()
                                    .orElseThrow(),
                            entry.get().message().identifier()));
                } else if (!news.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing came for 20 s after " + seen.size());
                }
            }
        }
        return seen;
    }

    private record MessageStreamHandle(MessageStream<EventMessage> stream) implements AutoCloseable {
        @Override
        public void close() {
            stream.close();
        }
    }

    @Test
    void aTailOfRareTypesPassesOverTheRest() {
        // given
        EventLog log = fixture.open();
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            appends.add(LogFixture.append(log, AppendCondition.none(), LogFixture.note()));
        }
        UUID rare = UUID.randomUUID();
        appends.add(LogFixture.append(
                log,
                AppendCondition.none(),
                LogFixture.note(rare, "Rare", new NoteCodec.Note(LogFixture.CLIENT, "{}", null))));
        appends.forEach(LogFixture::won);

        // when
        MessageStream<EventMessage> tail = log.stream(
                StreamingCondition.conditionFor(
                        new GlobalSequenceTrackingToken(0),
                        EventCriteria.havingAnyTag().andBeingOneOfTypes(new QualifiedName("Rare"))),
                null);

        // then
        assertThat(tail.next().orElseThrow().message().identifier()).isEqualTo(rare.toString());
        assertThat(tail.next()).isEmpty();
        tail.close();
    }

    @Test
    void aClosedLogEndsItsTailsAndTellsThem() throws InterruptedException {
        // given
        EventLog log = fixture.open();
        MessageStream<EventMessage> tail =
                log.stream(StreamingCondition.startingFrom(new GlobalSequenceTrackingToken(0)), null);
        Semaphore told = new Semaphore(-1); // it is called once when it is set
        tail.setCallback(told::release);

        // when
        log.close();

        // then
        assertThat(told.tryAcquire(Duration.ofSeconds(5).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(tail.isCompleted()).isTrue();
    }

    @Test
    void noAppendIsLeftWithoutAnAnswerWhenTheLogCloses() {
        // given
        EventLog log = fixture.open();
        List<CompletableFuture<Long>> appends = Collections.synchronizedList(new ArrayList<>());
        Future<?> writer = threads.submit(() -> LongStream.range(0, 3_000)
                .forEach(i -> appends.add(LogFixture.append(log, AppendCondition.none(), LogFixture.note()))));

        // when
        log.close();

        // then
        LogFixture.outcome(CompletableFuture.supplyAsync(() -> {
            try {
                return writer.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        long durable = appends.stream()
                .map(LogFixture::outcome)
                .filter(outcome -> outcome == null)
                .count();
        assertThat(fixture.storedAndSound()).hasSize((int) durable);
    }
}
