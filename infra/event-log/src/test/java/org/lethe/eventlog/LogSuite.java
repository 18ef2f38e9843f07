package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;

/// What decisions rely on beyond Axon's own suite; in memory and on PostgreSQL alike.
abstract class LogSuite<L extends EventStorageEngine & LogReader> {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);

    private record Decide(Function<Decision, Appended> decider) implements Command<Appended> {}

    private final ClientId client = ClientId.random();
    private final ClientId other = ClientId.random();

    abstract L log();

    private Commands commands() {
        Commands commands = new Commands(log(), Runnable::run);
        commands.handle(Decide.class, (command, decision) -> command.decider().apply(decision));
        return commands;
    }

    private Appended append(ClientId of, Event... events) {
        return commands().sendAndWait(new Decide(decision -> {
            for (Event event : events) {
                decision.append(of, event, AT);
            }
            return decision.appended();
        }));
    }

    private static ClientRegistered registered(ClientId client) {
        return new ClientRegistered(client, "Acme", "eu");
    }

    private static ConversationOpened opened(UUID external) {
        return new ConversationOpened(ConversationId.random(), ConsumerId.random(), new Channel("web"), AT, external);
    }

    private List<Decision.Sourced> leaving(ClientId of) {
        List<Decision.Sourced> found = new ArrayList<>();
        commands().sendAndWait(new Decide(decision -> {
            found.addAll(decision.source(Criteria.of(EventTag.CLIENT, of, LEFT)));
            return decision.appended();
        }));
        return found;
    }

    @Test
    void countsPlacesInTheWholeLogAndInEachClients() {
        // when
        List<LogPosition> first = append(client, registered(client)).positions();
        List<LogPosition> others = append(other, registered(other), new ClientOffboarded(other, "me"))
                .positions();
        List<LogPosition> second =
                append(client, new ClientOffboarded(client, "me")).positions();

        // then
        long position = first.getFirst().position();
        assertThat(first).containsExactly(new LogPosition(position, 0));
        assertThat(others).containsExactly(new LogPosition(position + 1, 0), new LogPosition(position + 2, 1));
        assertThat(second).containsExactly(new LogPosition(position + 3, 1));
        assertThat(leaving(client)).singleElement().satisfies(sourced -> {
            assertThat(sourced.event()).isEqualTo(new ClientOffboarded(client, "me"));
            assertThat(sourced.position()).isEqualTo(second.getFirst());
            assertThat(sourced.recordedAt()).isEqualTo(AT);
        });
    }

    @Test
    void recordsNothingBeforeTheNewestOfItsClient() {
        // given
        append(client, registered(client));
        Instant before = AT.minusSeconds(86_400);

        // when
        Appended appended = commands().sendAndWait(new Decide(decision -> {
            decision.append(client, new ClientOffboarded(client, "me"), before);
            return decision.appended();
        }));

        // then
        assertThat(appended.recordedAt()).isEqualTo(AT);
        assertThat(leaving(client)).singleElement().satisfies(sourced -> {
            assertThat(sourced.recordedAt()).isEqualTo(AT);
            assertThat(sourced.decidedAt()).isEqualTo(before);
        });
    }

    @Test
    void decidesAnewWhatSomethingItSourcedCameBefore() {
        // given
        append(client, registered(client));
        AtomicInteger decided = new AtomicInteger();

        // when
        commands().sendAndWait(new Decide(decision -> {
            boolean left =
                    !decision.source(Criteria.of(EventTag.CLIENT, client, LEFT)).isEmpty();
            if (decided.incrementAndGet() == 1) {
                append(client, new ClientOffboarded(client, "first"));
            }
            if (!left) {
                decision.append(client, new ClientOffboarded(client, "second"), AT);
            }
            return decision.appended();
        }));

        // then
        assertThat(decided).hasValue(2);
        assertThat(leaving(client))
                .extracting(Decision.Sourced::event)
                .containsExactly(new ClientOffboarded(client, "first"));
    }

    @Test
    void letsPassWhatItDidNotSource() {
        // given
        append(client, registered(client));
        AtomicInteger decided = new AtomicInteger();

        // when
        commands().sendAndWait(new Decide(decision -> {
            decision.source(Criteria.of(EventTag.CLIENT, client, LEFT));
            if (decided.incrementAndGet() == 1) {
                append(other, new ClientOffboarded(other, "another's"));
                append(client, registered(client)); // same tag, another type
            }
            decision.append(client, new ClientOffboarded(client, "me"), AT);
            return decision.appended();
        }));

        // then
        assertThat(decided).hasValue(1);
    }

    @Test
    void takesAUniqueTagOnce() {
        // given
        UUID external = UUID.randomUUID();
        append(client, opened(external));
        AtomicInteger decided = new AtomicInteger();

        // when
        commands().sendAndWait(new Decide(decision -> {
            if (decided.incrementAndGet() == 1) {
                decision.append(client, opened(external), AT);
            }
            return decision.appended();
        }));

        // then
        assertThat(decided).hasValue(2);
    }

    @Test
    void readsWhatIsOfATypeAndCarriesATagAsItIsStored() {
        // given
        append(client, registered(client), new ClientOffboarded(client, "me"));
        append(other, registered(other));

        // when
        List<StoredEvent> read = log().read(new Tag(EventTag.CLIENT, client.toString()), List.of("ClientRegistered"));

        // then
        assertThat(read).singleElement().satisfies(stored -> {
            assertThat(stored.event()).isEqualTo(registered(client));
            assertThat(stored.client()).isEqualTo(client.value());
            assertThat(stored.logIndex()).isZero();
            assertThat(stored.recordedAtMicros()).isEqualTo(EventEncoder.micros(AT));
            assertThat(new String(stored.facts(), StandardCharsets.UTF_8)).contains("Acme");
            assertThat(stored.sealed()).isNull();
        });
    }

    @Test
    void keepsNothingOfAnAppendWhoseStepFailed() {
        // given
        SQLException refused = new SQLException("refused");

        // when
        Decide failing = new Decide(decision -> {
            decision.append(client, new ClientOffboarded(client, "me"), AT);
            decision.attach(transaction -> {
                throw refused;
            });
            return decision.appended();
        });

        // then
        assertThatExceptionOfType(AppendFailedException.class)
                .isThrownBy(() -> commands().sendAndWait(failing))
                .havingRootCause()
                .isSameAs(refused);
        assertThat(leaving(client)).isEmpty();
    }
}
