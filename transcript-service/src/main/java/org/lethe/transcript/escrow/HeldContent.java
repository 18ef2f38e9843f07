package org.lethe.transcript.escrow;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;

/// Finds in the log what content there is of people and conversations, by the keys it stands under: one scope for each
/// conversation and bucket. As long as the content itself, so only holds ask for it.
public final class HeldContent {
    private static final List<String> OF_CONSUMER =
            EventTypes.names(ConversationOpened.class, ContentEvent.OfConsumer.class);
    private static final List<String> OPENED = EventTypes.names(ConversationOpened.class);
    private static final List<String> OF_CONVERSATION = EventTypes.names(ContentEvent.OfConversation.class);

    /// Reads the log: at large, or within a transaction that appends to it.
    @FunctionalInterface
    public interface Reader {
        List<StoredEvent> read(Tag tag, Collection<String> types);
    }

    private final ClientId client;
    private final Reader reader;

    HeldContent(ClientId client, Reader reader) {
        this.client = client;
        this.reader = reader;
    }

    /// What each hold keeps of everything of a consumer; holds that keep nothing are absent.
    public Map<HoldId, Set<ContentScope>> ofConsumer(HoldsInForce holds, ConsumerId consumer) {
        return holds.isEmpty() ? Map.of() : kept(holds, consumer(consumer));
    }

    /// What each hold keeps of a conversation.
    public Map<HoldId, Set<ContentScope>> ofConversation(HoldsInForce holds, ConversationId conversation) {
        return holds.isEmpty() ? Map.of() : kept(holds, conversation(conversation));
    }

    /// What each hold that names people or conversations keeps of these buckets.
    public Map<HoldId, Set<ContentScope>> ofBuckets(HoldsInForce holds, Predicate<Bucket> buckets) {
        Map<HoldId, Set<ContentScope>> kept = new HashMap<>();
        holds.scopes().forEach((hold, scope) -> {
            Set<ContentScope> content = new HashSet<>();
            scope.consumers().forEach(consumer -> content.addAll(consumer(consumer)));
            scope.conversations().forEach(conversation -> content.addAll(conversation(conversation)));
            content.removeIf(one -> !buckets.test(one.bucket()) || !HoldsInForce.covers(scope, one));
            if (!content.isEmpty()) {
                kept.put(hold, content);
            }
        });
        return kept;
    }

    private static Map<HoldId, Set<ContentScope>> kept(HoldsInForce holds, Set<ContentScope> content) {
        Map<HoldId, Set<ContentScope>> kept = new HashMap<>();
        holds.scopes().forEach((hold, scope) -> {
            Set<ContentScope> covered = new HashSet<>(content);
            covered.removeIf(one -> !HoldsInForce.covers(scope, one));
            if (!covered.isEmpty()) {
                kept.put(hold, covered);
            }
        });
        return kept;
    }

    private Set<ContentScope> consumer(ConsumerId consumer) {
        Set<ContentScope> content = new HashSet<>();
        for (StoredEvent stored : reader.read(tag(EventTag.CONSUMER, consumer), OF_CONSUMER)) {
            if (stored.event() instanceof ConversationOpened opened) {
                content.addAll(conversation(opened.conversation(), consumer));
            } else {
                content(stored, consumer).ifPresent(content::add);
            }
        }
        content.removeIf(one -> !one.consumer().equals(consumer)); // what others said stands under their own keys
        return content;
    }

    private Set<ContentScope> conversation(ConversationId conversation) {
        for (StoredEvent stored : reader.read(tag(EventTag.CONVERSATION, conversation), OPENED)) {
            if (stored.event() instanceof ConversationOpened opened
                    && stored.client().equals(client.value())) {
                return conversation(conversation, opened.consumer());
            }
        }
        return Set.of();
    }

    private Set<ContentScope> conversation(ConversationId conversation, ConsumerId consumer) {
        Set<ContentScope> content = new HashSet<>();
        for (StoredEvent stored : reader.read(tag(EventTag.CONVERSATION, conversation), OF_CONVERSATION)) {
            content(stored, consumer).ifPresent(content::add);
        }
        return content;
    }

    /// @param opener whose the conversation is
    /// @return empty where nothing was said, or it was scrubbed
    private Optional<ContentScope> content(StoredEvent stored, ConsumerId opener) {
        return stored.sealed() != null && stored.event() instanceof ContentEvent content
                ? Optional.of(ContentScope.found(client, opener, content))
                : Optional.empty();
    }

    private static Tag tag(String key, Object id) {
        return new Tag(key, id.toString());
    }
}
