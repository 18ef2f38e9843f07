package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys on their way out of the database.
final class PreparedDestructions implements KeyDestructions {
    private static final Logger log = LoggerFactory.getLogger(PreparedDestructions.class);

    private final SortedMap<KeyName, DoomedKey> doomed;
    private final SortedMap<KeyName, Tombstone> tombstones;
    private final Recall recall;
    private final LeasedKeys keys;
    private final Clock clock;

    private PreparedDestructions(
            SortedMap<KeyName, DoomedKey> doomed,
            SortedMap<KeyName, Tombstone> tombstones,
            Recall recall,
            LeasedKeys keys,
            Clock clock) {
        this.doomed = doomed;
        this.tombstones = tombstones;
        this.recall = recall;
        this.keys = keys;
        this.clock = clock;
    }

    /// @param names at least one, of one client and kind
    static PreparedDestructions prepare(SortedSet<KeyName> names, KeyDatabase database, LeasedKeys keys, Clock clock) {
        Recall recall = Recall.of(names);
        keys.evict(recall);
        SortedSet<KeyName> wanted = new TreeSet<>(names);
        names.forEach(name -> wanted.add(name.wrappedBy()));
        Map<KeyName, KeyRow> rows = database.read(connection -> {
            recall.send(connection);
            return KeyTable.select(connection, wanted);
        });
        SortedMap<KeyName, DoomedKey> doomed = new TreeMap<>();
        SortedMap<KeyName, Tombstone> tombstones = new TreeMap<>();
        SortedMap<KeyName, String> unread = new TreeMap<>();
        Map<KeyName, HeldKey> unwrapped = unwrapped(names, rows, keys, unread);
        for (KeyName name : names) {
            KeyRow row = rows.get(name);
            if (row != null && row.tombstone() != null) {
                tombstones.put(name, row.tombstone());
            } else {
                DestroyedKey destroyed = new DestroyedKey(name.kind(), fingerprint(unwrapped.get(name)));
                doomed.put(
                        name,
                        new DoomedKey(
                                name,
                                row == null ? null : row.wrappedBytes(),
                                destroyed,
                                row == null ? null : unread.get(name)));
            }
        }
        return new PreparedDestructions(doomed, tombstones, recall, keys, clock);
    }

    /// A key that does not unwrap goes like any other, without its fingerprint: nobody's words stay for it.
    private static Map<KeyName, HeldKey> unwrapped(
            SortedSet<KeyName> names, Map<KeyName, KeyRow> rows, LeasedKeys keys, SortedMap<KeyName, String> unread) {
        try {
            return keys.unwrapOnce(names, rows);
        } catch (TamperedException | UnknownKeyException e) {
            Map<KeyName, HeldKey> each = new HashMap<>();
            for (KeyName name : names) {
                try {
                    each.putAll(keys.unwrapOnce(List.of(name), rows));
                } catch (TamperedException tampered) {
                    unread.put(name, "tampered");
                } catch (UnknownKeyException unknown) {
                    unread.put(name, "unknown"); // what wraps it is lost
                }
            }
            log.error("{} keys to be destroyed don't unwrap; they go without a fingerprint", unread.size(), e);
            return each;
        }
    }

    // Where K is gone the bytes can't be read any more, so there is no fingerprint to take.
    private static @Nullable String fingerprint(@Nullable HeldKey key) {
        return key instanceof HeldKey.Live live ? Wrapping.fingerprint(live.bytes()) : null;
    }

    @Override
    public Map<String, DestroyedKey> keys() {
        SortedMap<KeyName, DestroyedKey> all = new TreeMap<>();
        doomed.values().forEach(key -> all.put(key.name(), key.destroyed()));
        tombstones.forEach((name, tombstone) -> all.put(name, tombstone.key()));
        Map<String, DestroyedKey> keys = LinkedHashMap.newLinkedHashMap(all.size());
        all.forEach((name, key) -> keys.put(name.naturalKey(), key));
        return keys;
    }

    @Override
    public Map<String, Tombstone> alreadyDestroyed() {
        Map<String, Tombstone> standing = LinkedHashMap.newLinkedHashMap(tombstones.size());
        tombstones.forEach((name, tombstone) -> standing.put(name.naturalKey(), tombstone));
        return standing;
    }

    @Override
    public void execute(Connection transaction, EventId event, String reason) throws SQLException {
        Map<KeyName, EventId> events = HashMap.newHashMap(doomed.size());
        doomed.keySet().forEach(name -> events.put(name, event));
        destroy(transaction, events, reason);
    }

    @Override
    public void execute(Connection transaction, Map<String, EventId> events, String reason) throws SQLException {
        Map<KeyName, EventId> byName = HashMap.newHashMap(doomed.size());
        for (KeyName name : doomed.keySet()) {
            EventId event = events.get(name.naturalKey());
            if (event == null) {
                throw new IllegalArgumentException("a " + name.kind() + " key to be destroyed has no event");
            }
            byName.put(name, event);
        }
        destroy(transaction, byName, reason);
    }

    @Override
    public void committed() {
        keys.evict(recall);
    }

    private void destroy(Connection transaction, Map<KeyName, EventId> events, String reason) throws SQLException {
        if (doomed.isEmpty()) {
            return;
        }
        Obituary obituary = new Obituary(reason, clock.instant().truncatedTo(ChronoUnit.MICROS));
        List<DoomedKey> living =
                doomed.values().stream().filter(DoomedKey::hasRow).toList();
        List<DoomedKey> never =
                doomed.values().stream().filter(key -> !key.hasRow()).toList();
        int destroyed = living.isEmpty() ? 0 : KeyTable.destroy(transaction, living, events, obituary);
        int buried = never.isEmpty() ? 0 : KeyTable.bury(transaction, never, events, obituary);
        if (destroyed + buried != doomed.size()) {
            throw notAsSeen(transaction, obituary, events);
        }
        recall.send(transaction);
    }

    // Our own tombstones are visible here too: they carry our events.
    private KeyringException notAsSeen(Connection transaction, Obituary obituary, Map<KeyName, EventId> events)
            throws SQLException {
        Collection<KeyRow> rows = KeyTable.select(transaction, doomed.keySet()).values();
        for (KeyRow row : rows) {
            Tombstone tombstone = row.tombstone();
            if (tombstone != null
                    && !(tombstone.event().equals(events.get(row.name()))
                            && tombstone.destroyedAt().equals(obituary.at()))) {
                return new KeyAlreadyDestroyedException(tombstone);
            }
        }
        return new KeyChangedException(doomed.firstKey().kind());
    }
}
