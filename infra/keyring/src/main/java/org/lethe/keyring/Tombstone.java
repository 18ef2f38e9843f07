package org.lethe.keyring;

import java.time.Instant;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;

/// What stays of a key for ever.
///
/// @param event the event that carried out the destruction
/// @param destroyedAt UTC, microseconds
public record Tombstone(DestroyedKey key, String reason, EventId event, Instant destroyedAt) {
    /// The reason where a consumer's key went because all that it opened was gone already.
    public static final String FORGOTTEN = "forgotten";

    boolean isOfForgotten() {
        return reason.equals(FORGOTTEN);
    }
}
