package org.lethe.keyring;

import java.time.Clock;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/// Root keys of a test, made on first use; several keyrings may share one.
final class RootKeystoreInMemory implements RootKeystore {
    private final Map<Integer, RootKey> keys = new ConcurrentHashMap<>();
    private final Clock clock;

    RootKeystoreInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RootKey current() {
        return make(Epoch.of(clock.instant()));
    }

    @Override
    public RootKey make(int epoch) {
        return keys.computeIfAbsent(epoch, e -> new RootKey(e, new SecretKeySpec(Gcm.randomKey(), "AES")));
    }

    @Override
    public RootKey epoch(int epoch) {
        RootKey key = keys.get(epoch);
        if (key == null) {
            throw new UnknownKeyException("the root keystore has no key of epoch " + epoch);
        }
        return key;
    }

    @Override
    public SortedSet<Integer> epochs() {
        return new TreeSet<>(keys.keySet());
    }

    @Override
    public void destroy(int epoch) {
        if (epoch >= Epoch.of(clock.instant())) {
            throw new IllegalArgumentException("the root key of epoch " + epoch + " is in use");
        }
        keys.remove(epoch);
    }
}
