package org.lethe.retention.holds;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

/// What the log knows of the people and conversations that a hold names: whose they are, and which buckets
/// ever had content of theirs. The log still knows when a view has forgotten.
///
/// @param consumersOfConversations who spoke in the conversations that are named
/// @param buckets of their content, within the scope
record NamedContent(Set<ConsumerId> consumersOfConversations, Set<Bucket> buckets) {
    private static final List<String> OF_CONVERSATION = EventTypes.names(ContentEvent.OfConversation.class);
    private static final List<String> OPENED = EventTypes.names(ConversationOpened.class);
    private static final List<String> OF_CONSUMER =
            EventTypes.names(ConsumerIdentified.class, ConversationOpened.class, ContentEvent.OfConsumer.class);

    /// @throws HoldScopeUnknownException if an id is none of this client's
    static NamedContent find(EventLog log, ClientId client, HoldScope scope) {
        List<UUID> unknown = new ArrayList<>();
        Set<ConsumerId> consumers = new HashSet<>();
        Set<ConversationId> conversations = new HashSet<>(scope.conversations());
        Set<Bucket> buckets = new HashSet<>();
        for (ConversationId conversation : scope.conversations()) {
            List<Event> opened = read(log, client, EventTag.CONVERSATION, conversation, OPENED);
            if (opened.isEmpty()) {
                unknown.add(conversation.value());
            }
            opened.forEach(event -> consumers.add(((ConversationOpened) event).consumer()));
        }
        for (ConsumerId consumer : scope.consumers()) {
            List<Event> known = read(log, client, EventTag.CONSUMER, consumer, OF_CONSUMER);
            if (known.stream().noneMatch(ConsumerIdentified.class::isInstance)) {
                unknown.add(consumer.value());
            }
            for (Event event : known) {
                if (event instanceof ConversationOpened opened) {
                    conversations.add(opened.conversation());
                } else {
                    add(event, buckets);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new HoldScopeUnknownException(unknown);
        }
        for (ConversationId conversation : conversations) {
            read(log, client, EventTag.CONVERSATION, conversation, OF_CONVERSATION)
                    .forEach(event -> add(event, buckets));
        }
        buckets.removeIf(bucket -> !scope.covers(bucket));
        return new NamedContent(Set.copyOf(consumers), Set.copyOf(buckets));
    }

    private static void add(Event event, Set<Bucket> buckets) {
        if (event instanceof ContentEvent content) {
            buckets.add(content.bucket());
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
