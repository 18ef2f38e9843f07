package org.lethe.access.deadlines;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Time in which a clock may stand still.
///
/// @param from when something was asked of the consumer
/// @param to when the answer came; null while it is awaited
public record Pause(Instant from, @Nullable Instant to, PauseReason reason) {
    public Pause {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a pause from " + from + " can't end at " + to);
        }
    }

    public boolean isOpen() {
        return to == null;
    }

    Pause endedAt(Instant at) {
        return new Pause(from, at, reason);
    }

    /// As it was known at a moment that is not before its start.
    Pause knownAt(Instant moment) {
        return to != null && to.isAfter(moment) ? new Pause(from, null, reason) : this;
    }
}
