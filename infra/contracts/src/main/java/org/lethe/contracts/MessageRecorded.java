package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// Somebody said something; what, and under which id of the client's own, stands in the envelope (category messages).
@WireName("MessageRecorded")
public record MessageRecorded(
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        Author from,
        Channel channel,
        Instant sentAt)
        implements ContentEvent.OfConversation {
    @Override
    public Category category() {
        return Category.MESSAGES;
    }

    @Override
    public Instant contentTime() {
        return sentAt;
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation), EventTag.of(EventTag.MESSAGE, message));
    }
}
