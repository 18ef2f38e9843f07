package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;

/// Keys in memory, each for the time of a lease. What is missing is read in one statement, and minted if
/// wanted.
final class LeasedKeys {
    private static final int MOST_KEYS = 200_000; // about 60 MB

    private final KeyDatabase database;
    private final RootKeystore root;
    private final Mint mint;
    private final Unwrapper unwrapper;
    private final Ticker ticker;
    private final Cache<KeyName, HeldKey> cache;
    private final AtomicLong evictions = new AtomicLong();

    // Apart from the cache and weakly held: found as long as anything derived from the key is still in use,
    // even when the key itself has left the cache.
    private final Cache<KeyName, AtomicBoolean> recalls =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    LeasedKeys(KeyDatabase database, RootKeystore root, Mint mint, Unwrapper unwrapper, Ticker ticker) {
        this.database = database;
        this.root = root;
        this.mint = mint;
        this.unwrapper = unwrapper;
        this.ticker = ticker;
        this.cache = cacheOf(MOST_KEYS, ticker);
    }

    static <K, V> Cache<K, V> cacheOf(int most, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(Lease.LENGTH)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /// What is known of these keys; a name without a row has no entry.
    Map<KeyName, HeldKey> find(Collection<KeyName> names) {
        return get(names, false);
    }

    /// The same, after making those that are missing. A name whose K was destroyed answers with K's tombstone.
    Map<KeyName, HeldKey> findOrMint(Collection<KeyName> names) {
        return get(names, true);
    }

    /// Reads keys again and leases them anew; a name without a row has no entry.
    Map<KeyName, HeldKey> renew(Collection<KeyName> names) {
        return load(new TreeSet<>(names), false, ticker.read());
    }

    /// A counter that moves with every eviction: what was read before it moved is not to be kept.
    long evictions() {
        return evictions.get();
    }

    /// Forgets keys and calls back what was derived from them. A reading under way does not bring them back.
    void evict(Recall recall) {
        evictions.incrementAndGet();
        if (recall.isOfAll()) {
            cache.asMap().keySet().removeIf(recall::covers);
            recalls.asMap().keySet().stream().filter(recall::covers).toList().forEach(this::callBack);
        } else {
            recall.names().forEach(name -> {
                cache.invalidate(name);
                callBack(name);
            });
        }
    }

    private void callBack(KeyName name) {
        AtomicBoolean recalled = recalls.asMap().remove(name);
        if (recalled != null) {
            recalled.set(true);
        }
    }

    /// Forgets all, as after a time in which notifications may have been missed. Sealers at work keep their
    /// lease.
    void evictAll() {
        evictions.incrementAndGet();
        cache.invalidateAll();
    }

    /// Unwraps rows for a look at their bytes, and keeps nothing.
    ///
    /// @param rows those of the K that wrap them are among them; a name without a row has no answer
    Map<KeyName, HeldKey> unwrapOnce(Collection<KeyName> names, Map<KeyName, KeyRow> rows) {
        return unwrap(names, rows, ticker.read());
    }

    private Map<KeyName, HeldKey> get(Collection<KeyName> names, boolean minting) {
        long now = ticker.read();
        Map<KeyName, HeldKey> found = HashMap.newHashMap(names.size());
        SortedSet<KeyName> missing = new TreeSet<>();
        for (KeyName name : names) {
            HeldKey held = cache.getIfPresent(name);
            if (held != null && held.isFreshAt(now)) {
                found.put(name, held);
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(load(missing, minting, now));
        }
        return found;
    }

    // K comes along in the same statement: with it in hand nothing else has to be asked.
    private Map<KeyName, HeldKey> load(SortedSet<KeyName> names, boolean minting, long now) {
        long before = evictions.get();
        SortedSet<KeyName> clientKeyNames = new TreeSet<>();
        names.forEach(name -> clientKeyNames.add(name.wrappedBy()));
        SortedSet<KeyName> wanted = new TreeSet<>(names);
        wanted.addAll(clientKeyNames);
        Map<KeyName, KeyRow> rows = database.read(connection -> KeyTable.select(connection, wanted));
        SortedSet<KeyName> absent = new TreeSet<>(names);
        absent.removeAll(rows.keySet());
        if (minting && !absent.isEmpty()) {
            Map<KeyName, KeyRow> clientKeys = new HashMap<>(rows);
            clientKeys.keySet().retainAll(clientKeyNames);
            Map<KeyName, KeyRow> minted = mint.mint(absent, clientKeys);
            if (isRotated(clientKeys, minted)) {
                rows = database.read(connection -> KeyTable.select(connection, wanted));
            } else {
                rows.putAll(minted);
            }
        }
        return hold(names, rows, now, before);
    }

    // Rows read before and K as read after a rotation don't go together.
    private static boolean isRotated(Map<KeyName, KeyRow> before, Map<KeyName, KeyRow> after) {
        return before.values().stream().anyMatch(row -> {
            KeyRow now = after.get(row.name());
            return now != null && now.generation() != row.generation();
        });
    }

    private Map<KeyName, HeldKey> hold(Collection<KeyName> names, Map<KeyName, KeyRow> rows, long now, long before) {
        Map<KeyName, HeldKey> held = unwrap(names, rows, now);
        cache.putAll(held);
        // Put first, then look: an eviction after this look finds the entries, one before it is seen here.
        if (evictions.get() != before) {
            cache.invalidateAll(held.keySet());
        }
        return held;
    }

    /// The keys of these names, and each K that wraps one of them.
    private Map<KeyName, HeldKey> unwrap(Collection<KeyName> names, Map<KeyName, KeyRow> rows, long now) {
        Map<KeyName, HeldKey> unwrapped = HashMap.newHashMap(names.size());
        Map<KeyName, HeldKey.Live> previous = new HashMap<>();
        for (KeyName name : names) {
            KeyRow clientKeyRow = rows.get(name.wrappedBy());
            HeldKey clientKey = clientKeyRow == null
                    ? null
                    : unwrapped.computeIfAbsent(name.wrappedBy(), any -> unwrapByRoot(clientKeyRow, now));
            if (name.isClientKey()) {
                continue;
            }
            KeyRow row = rows.get(name);
            if (row != null && row.tombstone() != null) {
                unwrapped.put(name, new HeldKey.Dead(row.tombstone(), Lease.from(now)));
            } else if (clientKey instanceof HeldKey.Dead dead) {
                unwrapped.put(name, dead);
            } else if (row != null && clientKeyRow != null && clientKey instanceof HeldKey.Live current) {
                HeldKey.Live wrapping = row.generation() == clientKeyRow.generation()
                        ? current
                        : previous.computeIfAbsent(name.wrappedBy(), any -> unwrapPrevious(row, clientKeyRow, now));
                unwrapped.put(name, unwrap(row, wrapping, now));
            } else if (row != null) {
                throw new UnknownKeyException("the key that wraps a " + name.kind() + " key has no row");
            }
        }
        return unwrapped;
    }

    private HeldKey.Live unwrap(KeyRow row, HeldKey.Live wrapping, long now) {
        KeyName name = row.name();
        byte[] bytes =
                unwrapper.unwrap(new SecretKeySpec(wrapping.bytes(), "AES"), name, row.epoch(), row.wrappedBytes());
        Lease lease = Lease.from(now).within(wrapping.lease());
        return new HeldKey.Live(name, row.state(), row.epoch(), bytes, lease, wrapping, recallOf(name));
    }

    private HeldKey unwrapByRoot(KeyRow row, long now) {
        return row.tombstone() != null
                ? new HeldKey.Dead(row.tombstone(), Lease.from(now))
                : unwrapByRoot(row, row.epoch(), row.wrappedBytes(), now);
    }

    // Its shard is being rotated, and this key's turn has not come.
    private HeldKey.Live unwrapPrevious(KeyRow row, KeyRow clientKeyRow, long now) {
        KeyRow.Previous previous = clientKeyRow.previous();
        if (previous == null || row.generation() != clientKeyRow.generation() - 1) {
            throw new UnknownKeyException("generation " + row.generation() + " of a client key is gone; there is "
                    + clientKeyRow.generation());
        }
        return unwrapByRoot(clientKeyRow, previous.epoch(), previous.wrapped(), now);
    }

    private HeldKey.Live unwrapByRoot(KeyRow row, int epoch, byte[] wrapped, long now) {
        byte[] bytes = unwrapper.unwrap(root.epoch(epoch).key(), row.name(), epoch, wrapped);
        return new HeldKey.Live(row.name(), row.state(), epoch, bytes, Lease.from(now), null, recallOf(row.name()));
    }

    private AtomicBoolean recallOf(KeyName name) {
        return recalls.get(name, any -> new AtomicBoolean());
    }
}
