package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;

/// One key on its way out, in three steps: [Keyring#destruction] takes the fingerprint and calls the key back,
/// [#execute] puts the tombstone into the transaction that appends the event, [#committed] calls it back once more.
public final class KeyDestruction {
    private final KeyName name;
    private final DestroyedKey key;
    private final byte @Nullable [] seen;
    private final @Nullable Tombstone tombstone;
    private final LeasedKeys keys;
    private final Clock clock;

    private KeyDestruction(KeyName name, @Nullable KeyRow row, DestroyedKey key, LeasedKeys keys, Clock clock) {
        this.name = name;
        this.key = key;
        this.seen = row == null ? null : row.wrapped();
        this.tombstone = row == null ? null : row.tombstone();
        this.keys = keys;
        this.clock = clock;
    }

    static KeyDestruction prepare(KeyName name, Database database, LeasedKeys keys, Clock clock) {
        keys.evict(name);
        Map<KeyName, KeyRow> rows = database.read(connection -> {
            KeyTable.notifyOthers(connection, name);
            return KeyTable.select(connection, Set.of(name));
        });
        KeyRow row = rows.get(name);
        if (row != null && row.tombstone() != null) {
            return new KeyDestruction(name, row, row.tombstone().key(), keys, clock);
        }
        DestroyedKey key = new DestroyedKey(name.kind(), row == null ? null : fingerprint(row, keys));
        return new KeyDestruction(name, row, key, keys, clock);
    }

    // Where K is gone the bytes can't be read any more, so there is no fingerprint to take.
    private static @Nullable String fingerprint(KeyRow row, LeasedKeys keys) {
        return switch (keys.unwrapOnce(row)) {
            case HeldKey.Live live -> Wrapping.fingerprint(live.bytes());
            case HeldKey.Dead dead -> null;
        };
    }

    /// What the event says was destroyed. The fingerprint is absent where there never was a key, or where it
    /// could not be unwrapped any more because K is gone.
    public DestroyedKey key() {
        return key;
    }

    /// The tombstone that stood already; then there is nothing to execute.
    public Optional<Tombstone> alreadyDestroyed() {
        return Optional.ofNullable(tombstone);
    }

    /// Sets the key's bytes to null and writes its tombstone, inside the caller's transaction: both are true when that
    /// commits, and neither if it does not. A key that never was gets a tombstone too, and is never minted.
    ///
    /// @param event the event that is appended in the same transaction
    /// @throws KeyAlreadyDestroyedException if somebody else was first
    /// @throws KeyChangedException if the key was minted or wrapped anew since; ask for a new destruction
    public void execute(Connection transaction, EventId event, String reason) throws SQLException {
        if (tombstone != null) {
            throw new KeyAlreadyDestroyedException(tombstone);
        }
        Tombstone now = new Tombstone(key, reason, event, clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!KeyTable.destroy(transaction, name, seen, now)) {
            throw notAsSeen(transaction);
        }
        KeyTable.notifyOthers(transaction, name);
    }

    /// Call it after the commit: this process forgets the key at once, without waiting for the notification.
    public void committed() {
        keys.evict(name);
    }

    private KeyringException notAsSeen(Connection transaction) throws SQLException {
        KeyRow row = KeyTable.select(transaction, List.of(name)).get(name);
        return row != null && row.tombstone() != null
                ? new KeyAlreadyDestroyedException(row.tombstone())
                : new KeyChangedException(name.kind());
    }
}
