package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.eventlog.LogFixture.append;
import static org.lethe.eventlog.LogFixture.note;
import static org.lethe.eventlog.LogFixture.unless;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.testkit.TestRounds;

/// Many decide over the same boundary at once; one of them wins.
class AppendRaceIT {
    private static final int ROUNDS = TestRounds.of(250, 1_000);
    private static final int RACERS = 64;

    private final LogFixture fixture = new LogFixture();
    private final ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        racers.close();
        fixture.close();
    }

    @Test
    void oneOfSixtyFourWinsEachBoundary() throws Exception {
        // given
        EventLog log = fixture.open();

        for (int round = 0; round < ROUNDS; round++) {
            // when
            Tag boundary = new Tag("boundary", "r" + round);
            EventCriteria criteria =
                    EventCriteria.havingTags(Set.of(boundary)).andBeingOneOfTypes(new QualifiedName(LogFixture.TYPE));
            long marker = log.headPosition();
            List<Callable<CompletableFuture<Long>>> race = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                race.add(() -> append(log, unless(criteria, marker), note(boundary)));
            }
            int winners = 0;
            for (Future<CompletableFuture<Long>> entry : racers.invokeAll(race)) {
                winners += LogFixture.won(entry.get()) ? 1 : 0;
            }

            // then
            assertThat(winners).as("winners of round %d", round).isOne();
        }
        assertThat(fixture.storedAndSound()).hasSize(ROUNDS);
    }

    @Test
    void theSameUniqueTagIsTakenOnceWithoutAnyCondition() {
        // given
        EventLog log = fixture.open();

        for (int round = 0; round < 100; round++) {
            // when
            Tag message = new Tag("message", "m" + round);
            List<CompletableFuture<Long>> race = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                race.add(append(log, AppendCondition.none(), note(message)));
            }

            // then
            assertThat(race.stream().filter(LogFixture::won)).hasSize(1);
        }
        assertThat(fixture.storedAndSound()).hasSize(100);
    }

    @Test
    void aMarkerBelowTheHorizonIsCheckedInTheDatabase() {
        // given a log that remembers next to nothing
        EventLog log = fixture.open(LogFixture.remembering(4));
        Tag seen = new Tag("boundary", "seen");
        Tag unseen = new Tag("boundary", "unseen");
        LogFixture.won(append(log, AppendCondition.none(), note(seen)));
        for (int i = 0; i < 50; i++) {
            append(log, AppendCondition.none(), note(new Tag("other", "o" + i)));
        }
        EventCriteria both = EventCriteria.havingTags(Set.of(seen, unseen));

        // when
        boolean conflicting = LogFixture.won(append(log, unless(EventCriteria.havingTags(Set.of(seen)), 0), note()));
        boolean afterIt = LogFixture.won(append(log, unless(EventCriteria.havingTags(Set.of(seen)), 1), note()));
        boolean free = LogFixture.won(append(log, unless(EventCriteria.havingTags(Set.of(unseen)), 0), note()));
        boolean joint = LogFixture.won(append(log, unless(both, 0), note()));
        boolean otherType = LogFixture.won(append(
                log,
                unless(EventCriteria.havingTags(Set.of(seen)).andBeingOneOfTypes(new QualifiedName("Other")), 0),
                note()));

        // then
        assertThat(conflicting).isFalse();
        assertThat(afterIt).isTrue();
        assertThat(free).isTrue();
        assertThat(joint).isTrue();
        assertThat(otherType).isTrue();
    }
}
