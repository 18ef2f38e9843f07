package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRenamed;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.UnknownEventTypeException;
import org.lethe.eventlog.NoteCodec.Note;

/// Beside a newer version that writes events which this one does not know: capture goes on, but nothing is decided and
/// no view is made without knowing what happened.
class NewerVersionIT {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Criteria.Types RENAMED = Criteria.types(ClientRenamed.class);

    private final LogFixture fixture = new LogFixture();
    private final EventLog newer = fixture.open();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ClientId client = ClientId.random();
    private EventLog older;
    private Commands commands;

    record Rename(ClientId client, String name) implements Command<Integer> {}

    @BeforeEach
    void open() {
        fixture.execute("CREATE TABLE token_entry (processorName text NOT NULL, segment integer NOT NULL,"
                + " mask integer NOT NULL, token bytea, tokenType text, timestamp text, owner text,"
                + " PRIMARY KEY (processorName, segment))");
        older = EventLog.open(fixture.dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        commands = new Commands(older, Runnable::run);
        commands.handle(Rename.class, (Rename command, Decision decision) -> {
            int before = decision.source(renamed(command.client())).size();
            decision.append(command.client(), new ClientRenamed(command.client(), command.name()), AT);
            return before;
        });
    }

    @AfterEach
    void close() {
        older.close();
        fixture.close();
    }

    private static EventCriteria renamed(ClientId client) {
        return Criteria.of(EventTag.CLIENT, client, RENAMED);
    }

    private int rename(ClientId whom, String name) {
        return commands.sendAndWait(new Rename(whom, name));
    }

    /// The older process knows of it afterwards.
    private void newerWrites(String type, String version, String facts) {
        Note note = new Note(client.value(), facts, null);
        long position = LogFixture.append(
                        newer,
                        AppendCondition.none(),
                        new GenericTaggedEventMessage<>(
                                new GenericEventMessage(
                                        UUID.randomUUID().toString(),
                                        new MessageType(type, version),
                                        note,
                                        Map.of(),
                                        AT),
                                Set.of(new Tag(EventTag.CLIENT, client.toString()))))
                .join();
        Awaitility.await().atMost(SOON).until(() -> older.headPosition() >= position);
    }

    private String renamedByNewer(String name) {
        return "{\"client\":\"" + client + "\",\"name\":\"" + name + "\"}";
    }

    private Follower follower(EventLog log, Names view, MeterRegistry registry) {
        Follower follower = new Follower(
                view, log, new Commands(log, Runnable::run).store(), fixture.dataSource, "token_entry", registry);
        follower.start();
        return follower;
    }

    private static final class Names implements View {
        private final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "names";
        }

        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(ClientRenamed.class);
        }

        @Override
        public void apply(List<Decision.Sourced> events, Connection transaction) {
            events.forEach(sourced -> names.add(((ClientRenamed) sourced.event()).name()));
        }

        @Override
        public void clear(Connection transaction) {
            names.clear();
        }
    }

    /// Knows version 2 of each event, which is as the first.
    private static final class NewerCodec implements EventCodec {
        private final EntryCodec first = new EntryCodec();

        @Override
        public Encoded encode(EventMessage event) {
            return first.encode(event);
        }

        @Override
        public Decoded decode(StoredEvent event) {
            return first.decode(new StoredEvent(
                    event.position(),
                    event.client(),
                    event.logIndex(),
                    event.eventId(),
                    event.type(),
                    1,
                    event.recordedAtMicros(),
                    event.tags(),
                    event.facts(),
                    event.sealed(),
                    event.metadata()));
        }
    }

    @Test
    void aTypeThatNobodyHereAsksForIsPassedOver() {
        // given
        Names view = new Names();
        try (Follower follower = follower(older, view, new SimpleMeterRegistry())) {
            assertThat(rename(client, "a")).isZero();

            // when
            newerWrites("Invented", "1", "{}");

            // then
            assertThat(rename(client, "b")).isOne();
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();
            assertThat(view.names).containsExactly("a", "b");
            assertThat(fixture.storedAndSound())
                    .extracting(StoredEvent::type)
                    .containsExactly("ClientRenamed", "Invented", "ClientRenamed");
        }
    }

    @Test
    void nothingIsDecidedWithoutAnEventThatCanNotBeRead() {
        // given a decision that is remembered
        rename(client, "a");
        assertThat(older.lookUp(renamed(client))).hasSize(1);

        // when
        newerWrites("ClientRenamed", "2", renamedByNewer("b"));

        // then
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(UnknownEventTypeException.class).isThrownBy(() -> rename(client, "c"));
            assertThatExceptionOfType(UnknownEventTypeException.class).isThrownBy(() -> older.lookUp(renamed(client)));
        }
        ClientId other = ClientId.random();
        assertThat(rename(other, "d")).isZero();
        assertThat(rename(other, "e")).isOne();
        assertThat(fixture.storedAndSound()).hasSize(4);
    }

    @Test
    void aViewStopsBeforeWhatItCanNotReadAndANewerVersionTakesItFurther() {
        // given
        Names view = new Names();
        MeterRegistry own = new SimpleMeterRegistry();
        try (Follower follower = follower(older, view, own)) {
            rename(client, "a");
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();

            // when
            newerWrites("ClientRenamed", "2", renamedByNewer("b"));
            rename(ClientId.random(), "c");

            // then
            assertThat(follower.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();
            assertThat(view.names).containsExactly("a");
            assertThat(own.get("lethe.view.lag").gauge().value()).isPositive();
        }

        // when
        EventLog upgraded = EventLog.open(
                fixture.dataSource, new NewerCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
        try (Follower follower = follower(upgraded, view, new SimpleMeterRegistry())) {
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();
        } finally {
            upgraded.close();
        }

        // then
        assertThat(view.names).containsExactly("a", "b", "c");
    }
}
