package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// Somebody said something; what, and under which id of the client's own, stands in the envelope (category messages).
public record MessageRecorded(
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        Author from,
        Channel channel,
        Instant sentAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation), EventTag.of(EventTag.MESSAGE, message));
    }
}
