package org.lethe.keyring;

import java.time.Clock;
import java.util.Map;
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
        int epoch = (int) (clock.millis() / 86_400_000);
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
}
