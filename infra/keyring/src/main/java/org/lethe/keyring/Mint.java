package org.lethe.keyring;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meters;

/// Makes keys that are missing. Who comes second reads what the first one made; a tombstone is a row like any
/// other, so a destroyed key is never made again.
final class Mint {
    private static final int ATTEMPTS = 20; // each needs a rotation of the shard in between, which comes once a day

    private final KeyDatabase database;
    private final RootKeystore root;
    private final MeterRegistry meters;
    private final Unwrapper unwrapper;

    Mint(KeyDatabase database, RootKeystore root, MeterRegistry meters) {
        this.database = database;
        this.root = root;
        this.meters = meters;
        this.unwrapper = new Unwrapper(meters);
    }

    /// @param missing names without a row, none of them of a K
    /// @param clientKeys the rows of K that are known; those that are missing are minted too
    /// @return the rows that stand now, each K as it wraps the others; a name whose K was destroyed has none
    Map<KeyName, KeyRow> mint(SortedSet<KeyName> missing, Map<KeyName, KeyRow> clientKeys) {
        return store(missing, clientKeys, any -> Gcm.randomKey());
    }

    /// The same with keys from elsewhere.
    Map<KeyName, KeyRow> store(
            SortedSet<KeyName> missing, Map<KeyName, KeyRow> clientKeys, Function<KeyName, byte[]> key) {
        SortedSet<KeyName> absent = new TreeSet<>(missing);
        Map<KeyName, KeyRow> rows = new HashMap<>(clientKeys);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            rows = attempt(missing, absent, rows, key);
            absent.removeAll(rows.keySet());
            Map<KeyName, KeyRow> standing = rows;
            absent.removeIf(name -> isDead(standing.get(name.wrappedBy())));
            if (absent.isEmpty()) {
                return rows;
            }
        }
        throw new KeyringException("the keys that wrap others changed through " + ATTEMPTS + " attempts to mint");
    }

    private static boolean isDead(@Nullable KeyRow clientKey) {
        return clientKey != null && clientKey.state().isDead();
    }

    // Where somebody else was first, or wrapped with a K of another generation, all is read again in one
    // statement: rows and K of two moments don't go together.
    private Map<KeyName, KeyRow> attempt(
            SortedSet<KeyName> wanted,
            SortedSet<KeyName> absent,
            Map<KeyName, KeyRow> known,
            Function<KeyName, byte[]> key) {
        SortedSet<KeyName> clientKeyNames = new TreeSet<>();
        wanted.forEach(name -> clientKeyNames.add(name.wrappedBy()));
        SortedSet<KeyName> missingClientKeys = new TreeSet<>(clientKeyNames);
        missingClientKeys.removeAll(known.keySet());
        List<KeyRow> newClientKeys = newClientKeys(missingClientKeys);
        return database.write(connection -> {
            Map<KeyName, KeyRow> rows = new HashMap<>(known);
            if (!newClientKeys.isEmpty()) {
                KeyTable.insertClientKeys(connection, newClientKeys);
                rows.putAll(KeyTable.select(connection, missingClientKeys));
            }
            List<KeyRow> newKeys = newKeys(absent, rows, key);
            int inserted = newKeys.isEmpty() ? 0 : KeyTable.insert(connection, newKeys);
            meters.counter(Meters.KEYRING_MINTS.meter()).increment(inserted);
            if (inserted < newKeys.size()) {
                SortedSet<KeyName> all = new TreeSet<>(wanted);
                all.addAll(clientKeyNames);
                return KeyTable.select(connection, all);
            }
            newKeys.forEach(row -> rows.put(row.name(), row));
            return rows;
        });
    }

    // Before the transaction: making today's root key takes a file and its flush.
    private List<KeyRow> newClientKeys(Collection<KeyName> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        RootKey current = root.current();
        return names.stream()
                .map(name -> KeyRow.minted(
                        name, 0, current.epoch(), Wrapping.wrap(current.key(), name, current.epoch(), Gcm.randomKey())))
                .toList();
    }

    private List<KeyRow> newKeys(
            Collection<KeyName> names, Map<KeyName, KeyRow> clientKeys, Function<KeyName, byte[]> key) {
        Map<KeyName, SecretKeySpec> unwrapped = new HashMap<>();
        List<KeyRow> rows = new ArrayList<>();
        for (KeyName name : names) {
            KeyRow clientKey = clientKeys.get(name.wrappedBy());
            if (clientKey != null && !clientKey.state().isDead()) {
                SecretKeySpec wrappingKey = unwrapped.computeIfAbsent(clientKey.name(), any -> unwrap(clientKey));
                byte[] wrapped = Wrapping.wrap(wrappingKey, name, clientKey.epoch(), key.apply(name));
                rows.add(KeyRow.minted(name, clientKey.generation(), clientKey.epoch(), wrapped));
            }
        }
        return rows;
    }

    private SecretKeySpec unwrap(KeyRow clientKey) {
        RootKey epoch = root.epoch(clientKey.epoch());
        byte[] bytes = unwrapper.unwrap(epoch.key(), clientKey.name(), clientKey.epoch(), clientKey.wrappedBytes());
        return new SecretKeySpec(bytes, "AES");
    }
}
