package org.lethe.keyring;

import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;

/// A destroyed key of which no copy opens any more: every root key that ever stood over it is gone.
///
/// @param naturalKey as [KeyDestroyer#destruction] takes it
/// @param event the event that carried out the destruction
/// @param epoch the newest root key that had to go, in days since 1970-01-01
public record ErasedForGood(ClientId client, DestroyedKey key, String naturalKey, EventId event, int epoch) {
    KeyName name() {
        return new KeyName(client, key.kind(), naturalKey);
    }
}
