package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.NoteCodec.Note;

/// On a log that an earlier version wrote: its events are what they would be today, in decisions and in views, and what
/// is stored stays as it was written.
class EarlierVersionIT {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final LogFixture fixture = new LogFixture();
    private final ClientId client = ClientId.random();
    private final ConversationId conversation = ConversationId.random();
    private final HoldId hold = HoldId.random();
    private final String facts = "{\"conversation\":\"" + conversation + "\",\"purpose\":\"legal-hold:" + hold
            + "\",\"format\":\"text/plain\",\"messages\":2,\"by\":\"somebody\"}";
    private final TranscriptRead today =
            new TranscriptRead(conversation, TranscriptRead.FOR_HOLD, hold, "text/plain", 2, "somebody");
    private EventLog log;
    private Commands commands;

    record ReadAgain() implements Command<List<Event>> {}

    @BeforeEach
    void writeAsTheEarlierVersion() {
        fixture.execute("CREATE TABLE token_entry (processorName text NOT NULL, segment integer NOT NULL,"
                + " mask integer NOT NULL, token bytea, tokenType text, timestamp text, owner text,"
                + " PRIMARY KEY (processorName, segment))");
        LogFixture.append(
                        fixture.open(),
                        AppendCondition.none(),
                        new GenericTaggedEventMessage<>(
                                new GenericEventMessage(
                                        UUID.randomUUID().toString(),
                                        new MessageType("TranscriptRead", "1"),
                                        new Note(client.value(), facts, null),
                                        Map.of(),
                                        AT),
                                Set.of(new Tag(EventTag.CONVERSATION, conversation.toString()))))
                .join();
        log = EventLog.open(
                fixture.dataSource, new EntryCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
        commands = new Commands(log, Runnable::run);
    }

    @AfterEach
    void close() {
        log.close();
        fixture.close();
    }

    private EventCriteria readings() {
        return Criteria.of(EventTag.CONVERSATION, conversation, Criteria.types(TranscriptRead.class));
    }

    private static List<Event> events(List<Decision.Sourced> sourced) {
        return sourced.stream().map(Decision.Sourced::event).toList();
    }

    private static final class Readings implements View {
        private final List<Event> events = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "readings";
        }

        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(TranscriptRead.class);
        }

        @Override
        public void apply(List<Decision.Sourced> batch, Connection transaction) {
            batch.forEach(sourced -> events.add(sourced.event()));
        }

        @Override
        public void clear(Connection transaction) {
            events.clear();
        }
    }

    @Test
    void decisionsAndViewsReadItAsTodayAndItStaysAsItWasWritten() {
        // given
        Readings view = new Readings();
        commands.handle(ReadAgain.class, (ReadAgain command, Decision decision) -> {
            List<Event> before = events(decision.source(readings()));
            decision.append(client, today, AT);
            return before;
        });
        try (Follower follower = new Follower(
                view, log, commands.store(), fixture.dataSource, "token_entry", new SimpleMeterRegistry())) {
            follower.start();

            // when
            List<Event> decidedBy = commands.sendAndWait(new ReadAgain());

            // then
            assertThat(decidedBy).containsExactly(today);
            assertThat(events(log.lookUp(readings()))).containsExactly(today, today);
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();
            assertThat(view.events).containsExactly(today, today);
        }
        assertThat(fixture.storedAndSound()).extracting(StoredEvent::version).containsExactly(1, 2);
        assertThat(LogFixture.facts(fixture.storedAndSound().getFirst())).isEqualTo(facts);
    }
}
