package org.lethe.retention.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;
import org.lethe.retention.holds.NamedContent.Piece;

class NamedContentTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final Channel WEB = new Channel("web");
    private static final ClientId CLIENT = ClientId.random();
    private static final ConsumerId KIM = ConsumerId.random();
    private static final ConsumerId LEE = ConsumerId.random();

    private final Log log = new Log();

    /// Facts of events, and how often somebody asked.
    private static final class Log implements LogReader {
        private final List<StoredEvent> events = new ArrayList<>();
        private int reads;

        void add(ClientId client, Event event) {
            EventTypes.WireType type = EventTypes.of(event.getClass());
            events.add(new StoredEvent(
                    events.size() + 1,
                    client.value(),
                    events.size(),
                    EventId.random().value(),
                    type.name(),
                    type.version(),
                    0,
                    event.tags().stream()
                            .map(tag -> tag.key() + "=" + tag.value())
                            .toList(),
                    EventJson.write(event),
                    null,
                    null));
        }

        @Override
        public List<StoredEvent> facts(Collection<Tag> tags, Collection<String> types) {
            reads++;
            Set<String> wanted = new HashSet<>();
            tags.forEach(tag -> wanted.add(tag.key() + "=" + tag.value()));
            return events.stream()
                    .filter(event -> types.contains(event.type()))
                    .filter(event -> event.tags().stream().anyMatch(wanted::contains))
                    .toList();
        }

        @Override
        public List<StoredEvent> read(Tag tag, Collection<String> types) {
            return facts(List.of(tag), types);
        }

        @Override
        public long head() {
            return events.size();
        }

        @Override
        public List<StoredEvent> facts(Connection transaction, Collection<Tag> tags, Collection<String> types) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StoredEvent> factsSince(
                Connection transaction, ClientId client, long position, Collection<String> types) {
            throw new UnsupportedOperationException();
        }
    }

    private static HoldScope on(List<ConsumerId> consumers, List<ConversationId> conversations) {
        return new HoldScope(consumers, conversations, null, null, null, false);
    }

    private void identified(ConsumerId consumer) {
        log.add(CLIENT, new ConsumerIdentified(consumer, List.of(), WEB, AT));
    }

    private MessageRecorded talk(ConsumerId consumer) {
        ConversationId conversation = ConversationId.random();
        log.add(CLIENT, new ConversationOpened(conversation, consumer, WEB, AT));
        MessageRecorded message =
                new MessageRecorded(conversation, consumer, new MessageId(UUID.randomUUID()), Author.CONSUMER, WEB, AT);
        log.add(CLIENT, message);
        return message;
    }

    private static Piece piece(MessageRecorded message) {
        return new Piece(message.bucket(), message.consumer(), message.conversation());
    }

    @Test
    void isWhatPeopleSaidInAllTheirConversations() {
        // given
        identified(KIM);
        identified(LEE);
        ConsumerIdentifiersLinked linked = new ConsumerIdentifiersLinked(KIM, List.of("email"), WEB, AT);
        log.add(CLIENT, linked);
        MessageRecorded first = talk(KIM);
        MessageRecorded second = talk(KIM);
        talk(LEE);

        // when
        NamedContent named = NamedContent.find(log, CLIENT, on(List.of(KIM), List.of()));

        // then
        assertThat(named.content())
                .containsExactlyInAnyOrder(
                        piece(first), piece(second), new Piece(linked.bucket(), KIM, linked.conversation()));
        assertThat(named.consumersOfConversations()).isEmpty();
    }

    @Test
    void tellsWhoSpokeInConversationsThatAreNamed() {
        // given
        identified(KIM);
        MessageRecorded first = talk(KIM);
        talk(KIM);

        // when
        NamedContent named = NamedContent.find(log, CLIENT, on(List.of(), List.of(first.conversation())));

        // then
        assertThat(named.content()).containsExactly(piece(first));
        assertThat(named.consumersOfConversations()).containsExactly(KIM);
    }

    @Test
    void refusesWhomTheClientDoesNotKnow() {
        // given
        ConversationId unheardOf = ConversationId.random();
        log.add(ClientId.random(), new ConsumerIdentified(LEE, List.of(), WEB, AT)); // another client's

        // when / then
        assertThatThrownBy(() -> NamedContent.find(log, CLIENT, on(List.of(LEE), List.of(unheardOf))))
                .isInstanceOfSatisfying(
                        HoldScopeUnknownException.class,
                        refused -> assertThat(refused.members())
                                .containsEntry("unknown", List.of(unheardOf.value(), LEE.value())));
    }

    @Test
    void manyConversationsTakeFewReads() {
        // given
        identified(KIM);
        for (int i = 0; i < 1_200; i++) {
            talk(KIM);
        }

        // when
        NamedContent named = NamedContent.find(log, CLIENT, on(List.of(KIM), List.of()));

        // then
        assertThat(named.content()).hasSize(1_200);
        assertThat(log.reads).isLessThan(10);
    }
}
