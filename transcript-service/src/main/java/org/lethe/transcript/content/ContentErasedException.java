package org.lethe.transcript.content;

import java.util.Map;
import org.lethe.web.ProblemException;

/// The keys are destroyed: nothing can be read, nothing is added.
public final class ContentErasedException extends ProblemException {
    private final Receipt receipt;

    public ContentErasedException(Receipt receipt) {
        super(ConversationProblems.CONTENT_ERASED, "the content was erased; the receipt says when");
        this.receipt = receipt;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("receipt", receipt);
    }
}
