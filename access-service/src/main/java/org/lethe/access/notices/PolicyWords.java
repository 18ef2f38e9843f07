package org.lethe.access.notices;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WordedEvent;
import org.lethe.eventlog.Decision.Sourced;

/// The words of policies: a text, and who was told of it. Each event carries one.
final class PolicyWords {
    static final String TEXT = "text";
    static final String RECIPIENTS = "recipients";

    private final SealedWords door;

    PolicyWords(SealedWords door) {
        this.door = door;
    }

    SealedNote seal(ClientId client, Class<? extends WordedEvent> type, String field, String said, Instant at) {
        return door.seal(client, type, Map.of(field, said), at);
    }

    /// @return null where there is none, or the client's keys are gone
    @Nullable
    String open(ClientId client, Sourced sourced, String field) {
        Sealed sealed = sourced.entry().sealed();
        return sealed != null && sourced.event() instanceof WordedEvent worded
                ? door.open(client, sourced.id(), worded.getClass(), sealed, sourced.decidedAt())
                        .get(field)
                : null;
    }
}
