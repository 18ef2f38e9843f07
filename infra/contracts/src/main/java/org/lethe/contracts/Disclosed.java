package org.lethe.contracts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is disclosed to whom, and why.
///
/// @param consumers all who are concerned, those of the conversations too; at most [#MOST_CONSUMERS]
/// @param conversations that it was limited to; empty where it was not
/// @param categories of what leaves, such as `messages`
/// @param region where it goes
/// @param mayBeToldFrom before it the ground forbids to tell the consumers; absent: they may be told at once
public record Disclosed(
        RecipientId recipient,
        DisclosureGround ground,
        List<ConsumerId> consumers,
        List<ConversationId> conversations,
        List<String> categories,
        String region,
        @Nullable Instant mayBeToldFrom) {
    public static final int MOST_CONSUMERS = 100; // each is a tag of the event

    public Disclosed {
        consumers = List.copyOf(consumers);
        conversations = List.copyOf(conversations);
        categories = List.copyOf(categories);
    }

    public boolean mayBeTold(Instant now) {
        return mayBeToldFrom == null || !now.isBefore(mayBeToldFrom);
    }

    /// With one for each consumer, so that their entries are found by them.
    static List<EventTag> tags(List<EventTag> ofTheEntry, Disclosed what) {
        List<EventTag> tags = new ArrayList<>(ofTheEntry);
        what.consumers().forEach(consumer -> tags.add(EventTag.of(EventTag.CONSUMER, consumer)));
        return List.copyOf(tags);
    }
}
