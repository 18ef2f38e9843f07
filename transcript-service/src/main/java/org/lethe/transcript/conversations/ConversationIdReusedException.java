package org.lethe.transcript.conversations;

import java.util.List;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;

/// A client's own id of a conversation names another one already.
public final class ConversationIdReusedException extends ProblemException {
    private final transient List<FieldError> errors;

    ConversationIdReusedException(List<FieldError> errors) {
        super(
                ConversationProblems.CONVERSATION_ID_REUSED,
                "another conversation has this id; errors names what differs, and nothing was recorded");
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
