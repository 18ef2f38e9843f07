package org.lethe.keyring;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;

/// Makes keys that are missing. Who comes second reads what the first one made; a tombstone is a row like any other,
/// so a destroyed key is never made again.
final class Mint {
    private final Database database;
    private final RootKeystore root;
    private final MeterRegistry meters;

    Mint(Database database, RootKeystore root, MeterRegistry meters) {
        this.database = database;
        this.root = root;
        this.meters = meters;
    }

    /// @param missing names without a row, none of them of a K
    /// @param clientKeys the rows of K that are known; those that are missing are minted too
    /// @return the rows that stand now, those of K among them; a name whose K was destroyed has none
    Map<KeyName, KeyRow> mint(SortedSet<KeyName> missing, Map<KeyName, KeyRow> clientKeys) {
        return store(missing, clientKeys, any -> Gcm.randomKey());
    }

    /// The same with keys from elsewhere.
    Map<KeyName, KeyRow> store(
            SortedSet<KeyName> missing, Map<KeyName, KeyRow> clientKeys, Function<KeyName, byte[]> key) {
        SortedSet<KeyName> missingClientKeys = new TreeSet<>();
        for (KeyName name : missing) {
            if (!clientKeys.containsKey(name.wrappedBy())) {
                missingClientKeys.add(name.wrappedBy());
            }
        }
        List<KeyRow> newClientKeys = newClientKeys(missingClientKeys);
        return database.write(connection -> {
            Map<KeyName, KeyRow> rows = new HashMap<>(clientKeys);
            rows.putAll(insert(connection, newClientKeys));
            rows.putAll(insert(connection, newKeys(missing, rows, key)));
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
                        name, current.epoch(), Wrapping.wrap(current.key(), name, current.epoch(), Gcm.randomKey())))
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
                rows.add(KeyRow.minted(
                        name, clientKey.epoch(), Wrapping.wrap(wrappingKey, name, clientKey.epoch(), key.apply(name))));
            }
        }
        return rows;
    }

    private SecretKeySpec unwrap(KeyRow clientKey) {
        RootKey epoch = root.epoch(clientKey.epoch());
        byte[] bytes = Wrapping.unwrap(epoch.key(), clientKey.name(), clientKey.epoch(), clientKey.wrappedBytes());
        return new SecretKeySpec(bytes, "AES");
    }

    private Map<KeyName, KeyRow> insert(Connection connection, List<KeyRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Map.of();
        }
        int inserted = KeyTable.insert(connection, rows);
        meters.counter("lethe.keyring.mints").increment(inserted);
        Map<KeyName, KeyRow> own = HashMap.newHashMap(rows.size());
        rows.forEach(row -> own.put(row.name(), row));
        return inserted == rows.size() ? own : KeyTable.select(connection, own.keySet());
    }
}
