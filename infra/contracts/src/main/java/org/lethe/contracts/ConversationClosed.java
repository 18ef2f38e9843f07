package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// A conversation ended; no message is taken after it.
@WireName("ConversationClosed")
public record ConversationClosed(ConversationId conversation, ConsumerId consumer, Instant closedAt) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
