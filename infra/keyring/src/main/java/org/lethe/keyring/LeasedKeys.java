package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Keys in memory, each for the time of a lease. What is missing is read in one statement, and minted if wanted.
final class LeasedKeys {
    private static final int MOST_KEYS = 200_000; // about 60 MB

    private final Database database;
    private final RootKeystore root;
    private final Mint mint;
    private final Clock clock;
    private final Cache<KeyName, HeldKey> cache;
    private final AtomicLong evictions = new AtomicLong();

    // Apart from the cache and weakly held: found as long as anything derived from the key is still in use, even when
    // the
    // key itself has left the cache.
    private final Cache<KeyName, AtomicBoolean> recalls =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    LeasedKeys(Database database, RootKeystore root, Mint mint, Clock clock) {
        this.database = database;
        this.root = root;
        this.mint = mint;
        this.clock = clock;
        this.cache = cacheOf(MOST_KEYS, clock);
    }

    static <K, V> Cache<K, V> cacheOf(int most, Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(Lease.LENGTH)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
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
        return load(new TreeSet<>(names), false, clock.millis());
    }

    /// A counter that moves with every eviction: what was read before it moved is not to be kept.
    long evictions() {
        return evictions.get();
    }

    /// Forgets a key and calls back what was derived from it. A reading under way does not bring it back.
    void evict(KeyName name) {
        evictions.incrementAndGet();
        cache.invalidate(name);
        AtomicBoolean recall = recalls.asMap().remove(name);
        if (recall != null) {
            recall.set(true);
        }
    }

    /// Forgets all, as after a time in which notifications may have been missed. Sealers at work keep their lease.
    void evictAll() {
        evictions.incrementAndGet();
        cache.invalidateAll();
    }

    /// Unwraps a row for a look at its bytes, and keeps nothing.
    HeldKey unwrapOnce(KeyRow row) {
        long now = clock.millis();
        if (row.name().isClientKey()) {
            return unwrapByRoot(row, now);
        }
        HeldKey clientKey = find(Set.of(row.name().wrappedBy())).get(row.name().wrappedBy());
        HeldKey key = unwrap(row.name(), row, clientKey, now);
        if (key == null) {
            throw new IllegalStateException("a row that exists was not unwrapped");
        }
        return key;
    }

    private Map<KeyName, HeldKey> get(Collection<KeyName> names, boolean minting) {
        long now = clock.millis();
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
            rows.putAll(mint.mint(absent, clientKeys));
        }
        return hold(names, rows, now, before);
    }

    private Map<KeyName, HeldKey> hold(Collection<KeyName> names, Map<KeyName, KeyRow> rows, long now, long before) {
        Map<KeyName, HeldKey> clientKeys = new HashMap<>();
        Map<KeyName, HeldKey> held = HashMap.newHashMap(names.size());
        for (KeyName name : names) {
            KeyRow clientKeyRow = rows.get(name.wrappedBy());
            HeldKey clientKey = clientKeyRow == null
                    ? null
                    : clientKeys.computeIfAbsent(name.wrappedBy(), any -> keep(unwrapByRoot(clientKeyRow, now)));
            HeldKey key = name.isClientKey() ? clientKey : unwrap(name, rows.get(name), clientKey, now);
            if (key != null) {
                held.put(name, name.isClientKey() ? key : keep(key, name));
            }
        }
        // Put first, then look: an eviction after this look finds the entries, one before it is seen here.
        if (evictions.get() != before) {
            cache.invalidateAll(held.keySet());
            cache.invalidateAll(clientKeys.keySet());
        }
        return held;
    }

    private @Nullable HeldKey unwrap(KeyName name, @Nullable KeyRow row, @Nullable HeldKey clientKey, long now) {
        if (row != null && row.tombstone() != null) {
            return new HeldKey.Dead(row.tombstone(), Lease.from(now));
        }
        if (clientKey instanceof HeldKey.Dead dead) {
            return dead;
        }
        if (row == null) {
            return null;
        }
        if (!(clientKey instanceof HeldKey.Live live)) {
            throw new UnknownKeyException("the key that wraps a " + name.kind() + " key has no row");
        }
        byte[] bytes = Wrapping.unwrap(new SecretKeySpec(live.bytes(), "AES"), name, row.epoch(), row.wrappedBytes());
        return new HeldKey.Live(
                name, row.state(), row.epoch(), bytes, Lease.from(now).within(live.lease()), live, recallOf(name));
    }

    private HeldKey unwrapByRoot(KeyRow row, long now) {
        if (row.tombstone() != null) {
            return new HeldKey.Dead(row.tombstone(), Lease.from(now));
        }
        RootKey epoch = root.epoch(row.epoch());
        byte[] bytes = Wrapping.unwrap(epoch.key(), row.name(), row.epoch(), row.wrappedBytes());
        return new HeldKey.Live(
                row.name(), row.state(), row.epoch(), bytes, Lease.from(now), null, recallOf(row.name()));
    }

    private HeldKey keep(HeldKey key) {
        return key instanceof HeldKey.Live live ? keep(live, live.name()) : key;
    }

    private HeldKey keep(HeldKey key, KeyName name) {
        cache.put(name, key);
        return key;
    }

    private AtomicBoolean recallOf(KeyName name) {
        return recalls.get(name, any -> new AtomicBoolean());
    }
}
