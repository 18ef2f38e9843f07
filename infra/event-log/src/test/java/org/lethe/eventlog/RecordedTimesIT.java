package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.eventlog.NoteCodec.Note;

/// In a client's log no event is recorded before the one that it follows, whatever the clocks say.
class RecordedTimesIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");
    private static final UUID OTHER = new UUID(0, 2);

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static TaggedEventMessage<?> at(UUID client, Instant at) {
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        UUID.randomUUID().toString(),
                        new MessageType(LogFixture.TYPE, "1"),
                        new Note(client, "{}", null),
                        Map.of(),
                        at),
                Set.of(new Tag("conversation", "c")));
    }

    private static void append(EventLog log, TaggedEventMessage<?>... events) {
        assertThat(LogFixture.outcome(LogFixture.append(log, AppendCondition.none(), events)))
                .isNull();
    }

    private List<Instant> recorded(UUID client) {
        return fixture.storedAndSound().stream()
                .filter(event -> event.client().equals(client))
                .map(StoredEvent::recordedAt)
                .toList();
    }

    @Test
    void aClockThatIsSetBackDoesNotSetTheLogBack() {
        // given
        EventLog log = fixture.open();
        append(log, at(LogFixture.CLIENT, NOON));

        // when
        append(log, at(LogFixture.CLIENT, NOON.minus(400, ChronoUnit.DAYS)), at(OTHER, NOON.minusSeconds(60)));
        append(log, at(LogFixture.CLIENT, NOON.plusNanos(1_000)));

        // then
        assertThat(recorded(LogFixture.CLIENT)).containsExactly(NOON, NOON, NOON.plusNanos(1_000));
        assertThat(recorded(OTHER)).as("each client's log is one of its own").containsExactly(NOON.minusSeconds(60));
    }

    @Test
    void eventsOfOneTransactionFollowEachOtherToo() {
        // given
        EventLog log = fixture.open();

        // when
        append(log, at(LogFixture.CLIENT, NOON), at(LogFixture.CLIENT, NOON.minusMillis(3)));

        // then
        assertThat(recorded(LogFixture.CLIENT)).containsExactly(NOON, NOON);
    }

    @Test
    void aProcessThatStartsBehindGoesOnFromTheNewest() {
        // given
        EventLog before = fixture.open();
        append(before, at(LogFixture.CLIENT, NOON));
        before.close();

        // when
        append(fixture.open(), at(LogFixture.CLIENT, NOON.minus(365, ChronoUnit.DAYS)));

        // then
        assertThat(recorded(LogFixture.CLIENT)).containsExactly(NOON, NOON);
    }

    @Test
    void processesWhoseClocksAreApartWriteOneOrder() {
        // given
        EventLog ahead = fixture.open();
        EventLog behind = fixture.open();

        // when
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            appends.add(LogFixture.append(
                    ahead,
                    AppendCondition.none(),
                    at(LogFixture.CLIENT, NOON.plusSeconds(240).plusMillis(i))));
            appends.add(LogFixture.append(behind, AppendCondition.none(), at(LogFixture.CLIENT, NOON.plusMillis(i))));
        }

        // then
        assertThat(appends)
                .hasSize(400)
                .allSatisfy(append -> assertThat(LogFixture.outcome(append)).isNull());
        assertThat(recorded(LogFixture.CLIENT)).hasSize(400).isSorted();
    }

    @Test
    void whoAppendedIsToldTheTimeThatStandsInTheLog() {
        // given
        EventLog log = fixture.open();
        append(log, at(LogFixture.CLIENT, NOON));
        ProcessingContext context = LogFixture.context();
        Appended appended = Appended.by(context);
        Instant clock = NOON.minus(3, ChronoUnit.DAYS);

        // when
        LogFixture.won(LogFixture.append(log, AppendCondition.none(), context, at(LogFixture.CLIENT, clock)));

        // then
        assertThat(appended.recordedAt()).isEqualTo(NOON);
        StoredEvent stored = fixture.stored().getLast();
        assertThat(stored.recordedAt()).isEqualTo(NOON);
        assertThat(new EventDecoder(new NoteCodec()).message(stored).metadata())
                .as("what the clock said stays beside it")
                .containsExactly(Map.entry(EventRow.CLOCK, clock.toString()));
    }
}
