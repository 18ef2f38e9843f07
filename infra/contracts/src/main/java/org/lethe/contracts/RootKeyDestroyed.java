package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// The root keystore destroyed the root key of a day: what it wrapped is out of reach of every copy of the database.
/// In the platform's log, once the key was gone.
///
/// @param epoch days since 1970-01-01
@WireName("RootKeyDestroyed")
public record RootKeyDestroyed(int epoch, Instant destroyedAt) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.ROOT_KEY, epoch));
    }
}
