package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// The last root key that could unwrap an old copy of a destroyed key is gone too: no backup brings it back.
///
/// @param key what the key was for, as in `KeyDestroyed`
/// @param order the event by which it was destroyed
/// @param epoch the newest root key that had to go, in days since 1970-01-01
@WireName("ErasureFinal")
public record ErasureFinal(DestroyedKey destroyed, String key, EventId order, int epoch, Instant irrecoverableAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return KeyDestroyed.tags(destroyed.kind(), key);
    }
}
