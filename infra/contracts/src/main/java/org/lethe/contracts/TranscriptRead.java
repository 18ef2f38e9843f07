package org.lethe.contracts;

import java.util.List;

/// Somebody read a transcript, and for what.
@WireName("TranscriptRead")
public record TranscriptRead(ConversationId conversation, String purpose, String format, int messages, String by)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
