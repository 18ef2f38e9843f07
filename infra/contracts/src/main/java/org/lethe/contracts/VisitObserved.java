package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// Where a consumer came from, in the envelope only (category visit); the facts don't say who.
public record VisitObserved(ConversationId conversation, Channel channel, Instant observedAt) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
