package org.lethe.transcript.conversations;

import java.time.Instant;
import java.util.Map;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.web.ProblemException;

/// A message came after the end of its conversation.
public final class ConversationClosedException extends ProblemException {
    private final Instant closedAt;

    public ConversationClosedException(Instant closedAt) {
        super(ConversationProblems.CONVERSATION_CLOSED, "the conversation was closed; open a new one");
        this.closedAt = closedAt;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("closed_at", closedAt);
    }
}
