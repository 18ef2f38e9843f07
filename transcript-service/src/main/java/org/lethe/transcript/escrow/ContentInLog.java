package org.lethe.transcript.escrow;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldScope;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;

/// Finds in the log what content there is of people and conversations, by the keys it stands under: one scope for each
/// conversation and bucket. By facts alone, many conversations at a time.
public final class ContentInLog {
    private static final List<String> OF_CONSUMER =
            EventTypes.names(ConversationOpened.class, ContentEvent.OfConsumer.class);
    private static final List<String> OPENED = EventTypes.names(ConversationOpened.class);
    private static final List<String> OF_CONVERSATION = EventTypes.names(ContentEvent.OfConversation.class);
    private static final List<String> CONTENT = EventTypes.names(ConversationOpened.class, ContentEvent.class);
    private static final int TOGETHER = 500; // conversations that are asked for at once

    private final ClientId client;
    private final LogReader log;

    public ContentInLog(ClientId client, LogReader log) {
        this.client = client;
        this.log = log;
    }

    /// Everything of consumers.
    public Set<ContentScope> ofConsumers(Set<ConsumerId> consumers) {
        return of(consumers, Set.of());
    }

    Set<ContentScope> ofConversation(ConversationId conversation) {
        return of(Set.of(), Set.of(conversation));
    }

    /// Everything that holds name.
    Set<ContentScope> named(Collection<HoldScope> holds) {
        Set<ConsumerId> consumers = new HashSet<>();
        Set<ConversationId> conversations = new HashSet<>();
        for (HoldScope hold : holds) {
            consumers.addAll(hold.consumers());
            conversations.addAll(hold.conversations());
        }
        return of(consumers, conversations);
    }

    /// What came in of the client behind a position, told by its facts.
    ///
    /// @param transaction of the append that looks for it
    public Set<ContentScope> of(List<StoredEvent> newer, Connection transaction) {
        Map<ConversationId, ConsumerId> openers = new HashMap<>();
        Set<ContentScope> content = new HashSet<>();
        for (StoredEvent stored : newer) {
            if (stored.event() instanceof ConversationOpened opened) {
                openers.put(opened.conversation(), opened.consumer());
            }
        }
        for (StoredEvent stored : newer) {
            if (stored.event() instanceof ContentEvent event && event.consumer() == null) {
                openers.computeIfAbsent(event.conversation(), conversation -> opener(conversation, transaction));
            }
            content(stored, openers).ifPresent(content::add);
        }
        return content;
    }

    /// The types of events that [#of] wants.
    public static List<String> types() {
        return CONTENT;
    }

    private @Nullable ConsumerId opener(ConversationId conversation, Connection transaction) {
        return log.facts(transaction, List.of(tag(EventTag.CONVERSATION, conversation)), OPENED).stream()
                .map(stored -> ((ConversationOpened) stored.event()).consumer())
                .findFirst()
                .orElse(null);
    }

    private Set<ContentScope> of(Set<ConsumerId> consumers, Set<ConversationId> conversations) {
        Map<ConversationId, ConsumerId> openers = new HashMap<>();
        Set<ContentScope> content = new HashSet<>();
        for (StoredEvent stored : facts(EventTag.CONSUMER, consumers, OF_CONSUMER)) {
            if (stored.event() instanceof ConversationOpened opened) {
                openers.put(opened.conversation(), opened.consumer());
            } else {
                content(stored, openers).ifPresent(content::add);
            }
        }
        Set<ConversationId> unknown = new HashSet<>(conversations);
        unknown.removeAll(openers.keySet());
        for (StoredEvent stored : facts(EventTag.CONVERSATION, unknown, OPENED)) {
            ConversationOpened opened = (ConversationOpened) stored.event();
            openers.put(opened.conversation(), opened.consumer());
        }
        List<ConversationId> all = List.copyOf(openers.keySet());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<ConversationId> some = all.subList(from, Math.min(from + TOGETHER, all.size()));
            for (StoredEvent stored : facts(EventTag.CONVERSATION, some, OF_CONVERSATION)) {
                content(stored, openers).ifPresent(content::add);
            }
        }
        return content;
    }

    private List<StoredEvent> facts(String key, Collection<?> ids, List<String> types) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Tag> tags = new ArrayList<>(ids.size());
        ids.forEach(id -> tags.add(tag(key, id)));
        return log.facts(tags, types).stream()
                .filter(stored -> stored.client().equals(client.value()))
                .toList();
    }

    /// @return empty where nothing was said, or it was scrubbed
    private Optional<ContentScope> content(StoredEvent stored, Map<ConversationId, ConsumerId> openers) {
        if (stored.sealed() == null || !(stored.event() instanceof ContentEvent content)) {
            return Optional.empty();
        }
        ConsumerId consumer = content.consumer() == null ? openers.get(content.conversation()) : content.consumer();
        return Optional.of(new ContentScope(
                client,
                Objects.requireNonNull(consumer, "content of a conversation that was never opened"),
                content.conversation(),
                content.bucket()));
    }

    private static Tag tag(String key, Object id) {
        return new Tag(key, id.toString());
    }
}
