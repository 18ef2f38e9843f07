package org.lethe.transcript.content;

import java.util.Map;
import org.lethe.keyring.Tombstone;
import org.lethe.web.ProblemException;

/// The key that content would be sealed under was destroyed a moment ago: an erasure is on its way into the log.
public final class KeyGoneException extends ProblemException {
    private final transient Tombstone tombstone;

    public KeyGoneException(Tombstone tombstone) {
        super(ConversationProblems.CONTENT_ERASED, "the key was destroyed; nothing is added any more");
        this.tombstone = tombstone;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("erased_at", tombstone.destroyedAt());
    }
}
