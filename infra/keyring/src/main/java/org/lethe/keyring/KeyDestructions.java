package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;

/// Keys of one client and kind on their way out, in three steps: [KeyDestroyer#destruction] takes their fingerprints
/// and calls them back, [#execute] puts the tombstones into the transaction that appends the events, [#committed] calls
/// them back once more. Each step is a handful of SQL statements for any number of keys.
public interface KeyDestructions {

    /// What events say was destroyed, by natural key in its one spelling; those that were destroyed before are among
    /// them. A fingerprint is absent where there never was a key, or where it could not be unwrapped any more
    /// because K is gone or its bytes are not what was stored.
    Map<String, DestroyedKey> keys();

    /// The tombstones that stood already, by natural key. [#execute] leaves these out.
    Map<String, Tombstone> alreadyDestroyed();

    /// The same as the other, with one event for all.
    void execute(Connection transaction, EventId event, String reason) throws SQLException;

    /// Sets the keys' bytes to null and writes their tombstones, inside the caller's transaction: all is true when that
    /// commits, and nothing if it does not. A key that never was gets a tombstone too, and is never minted.
    ///
    /// @param events by natural key, the event of each that is appended in the same transaction
    /// @throws KeyAlreadyDestroyedException if somebody else was first with one of them; prepare again
    /// @throws KeyChangedException if one was minted or wrapped anew since; prepare again
    /// @throws IllegalArgumentException if a key that is to be destroyed has no event
    void execute(Connection transaction, Map<String, EventId> events, String reason) throws SQLException;

    /// Call it after the commit: this process forgets the keys at once, without waiting for the notification.
    void committed();
}
