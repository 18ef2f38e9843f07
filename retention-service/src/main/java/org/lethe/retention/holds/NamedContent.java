package org.lethe.retention.holds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.lethe.eventlog.EventLog;
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

    /// Where content lies: what one content key opens.
    record Piece(Bucket bucket, ConsumerId consumer, ConversationId conversation) {}

    NamedContent {
        consumersOfConversations = Set.copyOf(consumersOfConversations);
        content = Set.copyOf(content);
    }

    /// @throws HoldScopeUnknownException if an id is none of this client's
    static NamedContent find(EventLog log, ClientId client, HoldScope scope) {
        List<UUID> unknown = new ArrayList<>();
        Set<Piece> content = new HashSet<>();
        Map<ConversationId, ConsumerId> conversations = new HashMap<>();
        for (ConversationId conversation : scope.conversations()) {
            List<Event> opened = read(log, client, EventTag.CONVERSATION, conversation, OPENED);
            if (opened.isEmpty()) {
                unknown.add(conversation.value());
            }
            opened.forEach(event -> conversations.put(conversation, ((ConversationOpened) event).consumer()));
        }
        Set<ConsumerId> consumers = Set.copyOf(conversations.values());
        for (ConsumerId consumer : scope.consumers()) {
            List<Event> known = read(log, client, EventTag.CONSUMER, consumer, OF_CONSUMER);
            if (known.stream().noneMatch(ConsumerIdentified.class::isInstance)) {
                unknown.add(consumer.value());
            }
            for (Event event : known) {
                if (event instanceof ConversationOpened opened) {
                    conversations.put(opened.conversation(), consumer);
                } else {
                    add(event, consumer, content);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new HoldScopeUnknownException(unknown);
        }
        conversations.forEach(
                (conversation, consumer) -> read(log, client, EventTag.CONVERSATION, conversation, OF_CONVERSATION)
                        .forEach(event -> add(event, consumer, content)));
        content.removeIf(piece -> !scope.covers(piece.bucket()));
        return new NamedContent(consumers, content);
    }

    private static void add(Event event, ConsumerId consumer, Set<Piece> pieces) {
        if (event instanceof ContentEvent content) {
            ConsumerId own = content.consumer();
            pieces.add(new Piece(content.bucket(), own == null ? consumer : own, content.conversation()));
        }
    }

    private static List<Event> read(EventLog log, ClientId client, String key, Object id, List<String> types) {
        List<Event> events = new ArrayList<>();
        for (StoredEvent stored : log.read(new Tag(key, id.toString()), types)) {
            if (stored.client().equals(client.value())) {
                events.add(stored.event());
            }
        }
        return events;
    }
}
