package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// A conversation's key is destroyed: nothing said in it can be read by us any more.
public record ConversationErased(
        ConversationId conversation, ConsumerId consumer, List<DestroyedKey> keys, EventId order, Instant erasedAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
