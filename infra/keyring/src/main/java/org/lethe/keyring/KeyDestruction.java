package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;

/// One key on its way out, in three steps: [KeyDestroyer#destruction] takes the fingerprint and calls the key back,
/// [#execute] puts the tombstone into the transaction that appends the event, [#committed] calls it back once more.
///
/// @see KeyDestructions for many at once
public final class KeyDestruction {
    private final KeyDestructions one;

    KeyDestruction(KeyDestructions one) {
        this.one = one;
    }

    /// What the event says was destroyed. The fingerprint is absent where there never was a key, or where it
    /// could not be unwrapped any more because K is gone or its bytes are not what was stored.
    public DestroyedKey key() {
        return one.keys().values().iterator().next();
    }

    /// The tombstone that stood already; then there is nothing to execute.
    public Optional<Tombstone> alreadyDestroyed() {
        return one.alreadyDestroyed().values().stream().findFirst();
    }

    /// Sets the key's bytes to null and writes its tombstone, inside the caller's transaction: both are true when that
    /// commits, and neither if it does not. A key that never was gets a tombstone too, and is never minted.
    ///
    /// @param event the event that is appended in the same transaction
    /// @throws KeyAlreadyDestroyedException if somebody else was first
    /// @throws KeyChangedException if the key was minted or wrapped anew since; ask for a new destruction
    public void execute(Connection transaction, EventId event, String reason) throws SQLException {
        Optional<Tombstone> tombstone = alreadyDestroyed();
        if (tombstone.isPresent()) {
            throw new KeyAlreadyDestroyedException(tombstone.get());
        }
        one.execute(transaction, event, reason);
    }

    /// Call it after the commit: this process forgets the key at once, without waiting for the notification.
    public void committed() {
        one.committed();
    }
}
