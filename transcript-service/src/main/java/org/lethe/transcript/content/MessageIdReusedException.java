package org.lethe.transcript.content;

import java.util.List;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;

/// A message id names another message already.
public final class MessageIdReusedException extends ProblemException {
    private final transient List<FieldError> errors;

    /// @param errors where what was sent differs from what was recorded first
    public MessageIdReusedException(List<FieldError> errors) {
        super(
                ConversationProblems.MESSAGE_ID_REUSED,
                "another message was recorded under this id; errors names what differs, and nothing was recorded");
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
