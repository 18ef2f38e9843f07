package org.lethe.transcript.conversations;

import org.lethe.web.ProblemException;
import org.lethe.web.WebProblems;

/// There is no such conversation, or it is another client's.
public final class ConversationNotFoundException extends ProblemException {
    public ConversationNotFoundException() {
        super(WebProblems.NOT_FOUND, "there is no such conversation");
    }
}
