package org.lethe.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a consumer came from, in the envelope only (category visit); the facts don't say who.
@WireName("VisitObserved")
public record VisitObserved(ConversationId conversation, Channel channel, Instant observedAt)
        implements ContentEvent.OfConversation {
    @Override
    public Category category() {
        return Category.VISIT;
    }

    @Override
    public Instant contentTime() {
        return observedAt;
    }

    @Override
    public @Nullable ConsumerId consumer() {
        return null;
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
