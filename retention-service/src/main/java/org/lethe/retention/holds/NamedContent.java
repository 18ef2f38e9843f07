package org.lethe.retention.holds;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldScope;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;

/// What the log knows of the people and conversations that a hold names: whose they are, and where content of theirs
/// ever lay. The log still knows when a view has forgotten.
///
/// @param consumersOfConversations who spoke in the conversations that are named
/// @param content of theirs, within the scope
record NamedContent(Set<ConsumerId> consumersOfConversations, Set<Piece> content) {
    private static final List<String> OF_CONVERSATION = EventTypes.names(ContentEvent.OfConversation.class);
    private static final List<String> OPENED = EventTypes.names(ConversationOpened.class);
    private static final List<String> OF_CONSUMER =
            EventTypes.names(ConsumerIdentified.class, ConversationOpened.class, ContentEvent.OfConsumer.class);

    private static final int CONVERSATIONS_TOGETHER = 500;
    private static final int CONSUMERS_TOGETHER = 10; // each may have had thousands of conversations

    /// Where content lies: what one content key opens.
    record Piece(Bucket bucket, ConsumerId consumer, ConversationId conversation) {}

    NamedContent {
        consumersOfConversations = Set.copyOf(consumersOfConversations);
        content = Set.copyOf(content);
    }

    /// @throws HoldScopeUnknownException if an id is none of this client's
    static NamedContent find(LogReader log, ClientId client, HoldScope scope) {
        Search search = new Search(log, client);
        search.conversations(scope.conversations());
        Set<ConsumerId> consumers = Set.copyOf(search.openers.values());
        search.consumers(scope.consumers());
        Set<UUID> unknown = new LinkedHashSet<>();
        scope.conversations().stream()
                .filter(conversation -> !search.openers.containsKey(conversation))
                .forEach(conversation -> unknown.add(conversation.value()));
        scope.consumers().stream()
                .filter(consumer -> !search.identified.contains(consumer))
                .forEach(consumer -> unknown.add(consumer.value()));
        if (!unknown.isEmpty()) {
            throw new HoldScopeUnknownException(List.copyOf(unknown));
        }
        search.content();
        search.pieces.removeIf(piece -> !scope.covers(piece.bucket()));
        return new NamedContent(consumers, search.pieces);
    }

    /// Goes over the log by facts alone and for many ids at a time: people may have had very many conversations.
    private static final class Search {
        private final LogReader log;
        private final ClientId client;
        private final Map<ConversationId, ConsumerId> openers = new HashMap<>();
        private final Set<ConsumerId> identified = new HashSet<>();
        private final Set<Piece> pieces = new HashSet<>();

        Search(LogReader log, ClientId client) {
            this.log = log;
            this.client = client;
        }

        void conversations(List<ConversationId> conversations) {
            forEach(EventTag.CONVERSATION, conversations, CONVERSATIONS_TOGETHER, OPENED);
        }

        void consumers(List<ConsumerId> consumers) {
            forEach(EventTag.CONSUMER, consumers, CONSUMERS_TOGETHER, OF_CONSUMER);
        }

        void content() {
            forEach(EventTag.CONVERSATION, List.copyOf(openers.keySet()), CONVERSATIONS_TOGETHER, OF_CONVERSATION);
        }

        private void forEach(String key, List<?> ids, int together, List<String> types) {
            for (int from = 0; from < ids.size(); from += together) {
                List<Tag> tags = ids.subList(from, Math.min(from + together, ids.size())).stream()
                        .map(id -> new Tag(key, id.toString()))
                        .toList();
                for (StoredEvent stored : log.facts(tags, types)) {
                    if (stored.client().equals(client.value())) {
                        take(stored.event());
                    }
                }
            }
        }

        private void take(Event event) {
            switch (event) {
                case ConsumerIdentified consumer -> identified.add(consumer.consumer());
                case ConversationOpened opened -> openers.put(opened.conversation(), opened.consumer());
                case ContentEvent content -> pieces.add(piece(content));
                default -> {}
            }
        }

        private Piece piece(ContentEvent content) {
            ConsumerId own = content.consumer() == null ? openers.get(content.conversation()) : content.consumer();
            return new Piece(
                    content.bucket(),
                    Objects.requireNonNull(own, "content of a conversation that was never opened"),
                    content.conversation());
        }
    }
}
