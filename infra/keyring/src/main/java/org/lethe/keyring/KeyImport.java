package org.lethe.keyring;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lethe.contracts.KeyKind;

/// Stores keys whose bytes come from elsewhere, and none that was destroyed here.
final class KeyImport {
    private final KeyDatabase database;
    private final Mint mint;
    private final LeasedKeys keys;

    KeyImport(KeyDatabase database, Mint mint, LeasedKeys keys) {
        this.database = database;
        this.mint = mint;
        this.keys = keys;
    }

    void store(KeyName name, byte[] given) {
        if (name.kind() == KeyKind.CLIENT) {
            throw new IllegalArgumentException("a key that wraps others is not imported");
        }
        if (given.length != Wrapping.KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + Wrapping.KEY_BYTES + " bytes, not " + given.length);
        }
        byte[] key = given.clone();
        Map<KeyName, KeyRow> rows =
                database.read(connection -> KeyTable.select(connection, Set.of(name, name.wrappedBy())));
        refuseDestroyed(name, Wrapping.fingerprint(key), rows);
        if (rows.containsKey(name)) {
            throw new KeyAlreadyThereException(name.kind());
        }
        Map<KeyName, KeyRow> standing =
                new HashMap<>(mint.store(new TreeSet<>(Set.of(name)), rows, any -> key.clone()));
        HeldKey stored = keys.unwrapOnce(Set.of(name), standing).get(name);
        boolean isOurs = stored instanceof HeldKey.Live live && MessageDigest.isEqual(live.bytes(), key);
        Arrays.fill(key, (byte) 0);
        switch (stored) {
            case HeldKey.Live live when isOurs -> {}
            case HeldKey.Live live -> throw new KeyAlreadyThereException(name.kind()); // minted a moment earlier
            case HeldKey.Dead dead -> throw new KeyDestroyedException(dead.tombstone());
            case null -> throw new UnknownKeyException("the key was imported and is not there");
        }
    }

    private void refuseDestroyed(KeyName name, String fingerprint, Map<KeyName, KeyRow> rows) {
        for (KeyRow row : rows.values()) {
            if (row.tombstone() != null) {
                throw new KeyDestroyedException(row.tombstone());
            }
        }
        Optional<Tombstone> tombstone =
                database.read(connection -> KeyTable.tombstoneOf(connection, name.client(), fingerprint));
        if (tombstone.isPresent()) {
            throw new KeyDestroyedException(tombstone.get());
        }
    }
}
