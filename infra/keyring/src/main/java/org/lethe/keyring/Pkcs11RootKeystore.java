package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.time.Clock;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// Root keys in a PKCS#11 device: AES-256 keys that are made there and never leave it, labelled
/// `lethe.root.<epoch>`. Keys are wrapped and unwrapped in the device by `CKM_AES_GCM`. What the device holds
/// is looked at anew when a key is missing, and at least every 30 seconds.
public final class Pkcs11RootKeystore implements RootKeystore {
    private static final String LABEL_PREFIX = "lethe.root.";
    private static final int KEY_BITS = 256;

    private final Provider provider;
    private final Secret pin;
    private final KeystoreLock lock;
    private final Clock clock;
    private final Ticker ticker;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Seen seen;

    /// Where the device is.
    ///
    /// @param library the device's PKCS#11 module
    /// @param slot the id of the slot with the token, not its index
    /// @param lockFile a file that all processes on this token share; the device itself does not keep two of
    /// them from making one day's key twice
    public record Device(Path library, int slot, Path lockFile) {}

    private record Seen(Lease lease, KeyStore store, NavigableMap<Integer, RootKey> keys) {}

    private Pkcs11RootKeystore(Device device, Secret pin, Clock clock, Ticker ticker) {
        this.provider = providerOf(device);
        this.pin = pin;
        this.lock = new KeystoreLock(device.lockFile());
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Logs in to the token.
    ///
    /// @param pin the user's
    /// @param clock names the epoch: days since 1970-01-01 UTC
    /// @throws KeyringUnavailableException if the device can't be reached, or the PIN is another. A process
    /// that is logged in to the token is not asked again
    public static Pkcs11RootKeystore open(Device device, Secret pin, Clock clock) {
        return open(device, pin, clock, Ticker.systemTicker());
    }

    /// @param ticker says when to look anew
    static Pkcs11RootKeystore open(Device device, Secret pin, Clock clock, Ticker ticker) {
        Pkcs11RootKeystore keystore = reached(() -> new Pkcs11RootKeystore(device, pin, clock, ticker));
        reached(keystore::look);
        return keystore;
    }

    // Sensitive and not extractable: the device gives the bytes to nobody, wrapped or not.
    private static Provider providerOf(Device device) {
        return Security.getProvider("SunPKCS11")
                .configure("""
                --name = lethe-%d
                library = "%s"
                slot = %d
                attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_ENCRYPT = true
                  CKA_DECRYPT = true
                }
                """.formatted(device.slot(), device.library().toAbsolutePath(), device.slot()));
    }

    @Override
    public RootKey current() {
        return make(Epoch.of(clock.instant()));
    }

    @Override
    public RootKey make(int epoch) {
        return reached(() -> {
            Optional<RootKey> key = find(epoch);
            return key.isPresent() ? key.get() : lock.locked(() -> getOrMake(epoch));
        });
    }

    @Override
    public RootKey epoch(int epoch) {
        return reached(() -> find(epoch))
                .orElseThrow(() -> new UnknownKeyException("the root keystore has no key of epoch " + epoch));
    }

    @Override
    public SortedSet<Integer> epochs() {
        return new TreeSet<>(reached(this::look).keys().keySet());
    }

    @Override
    public void destroy(int epoch) {
        if (epoch >= Epoch.of(clock.instant())) {
            throw new IllegalArgumentException("the root key of epoch " + epoch + " is in use");
        }
        reached(() -> lock.locked(() -> {
            Seen now = look();
            if (now.keys().containsKey(epoch)) {
                now.store().deleteEntry(LABEL_PREFIX + epoch);
            }
            return look();
        }));
    }

    private Optional<RootKey> find(int epoch) throws IOException, GeneralSecurityException {
        Seen last = seen;
        if (last != null && last.lease().isHeldAt(ticker.read())) {
            RootKey key = last.keys().get(epoch);
            if (key != null) {
                return Optional.of(key);
            }
        }
        return Optional.ofNullable(look().keys().get(epoch));
    }

    // The key is made in the session and copied to the token: only the copy is there tomorrow, so only it is
    // used.
    private RootKey getOrMake(int epoch) throws IOException, GeneralSecurityException {
        Seen before = look();
        RootKey existing = before.keys().get(epoch);
        if (existing != null) {
            return existing;
        }
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KEY_BITS);
        before.store().setEntry(LABEL_PREFIX + epoch, new KeyStore.SecretKeyEntry(generator.generateKey()), null);
        RootKey made = look().keys().get(epoch);
        if (made == null) {
            throw new IOException("the device did not keep the key of epoch " + epoch);
        }
        return made;
    }

    private Seen look() throws IOException, GeneralSecurityException {
        looking.lock();
        try {
            long now = ticker.read();
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.chars());
            NavigableMap<Integer, RootKey> keys = new TreeMap<>();
            for (String label : Collections.list(store.aliases())) {
                if (label.startsWith(LABEL_PREFIX) && store.getKey(label, null) instanceof SecretKey handle) {
                    int epoch = Integer.parseInt(label.substring(LABEL_PREFIX.length()));
                    keys.put(epoch, new RootKey(epoch, new DeviceKey(handle, provider)));
                }
            }
            Seen current = new Seen(Lease.from(now), store, keys);
            seen = current;
            return current;
        } finally {
            looking.unlock();
        }
    }

    private static <T> T reached(KeystoreLock.Work<T> work) {
        try {
            return work.run();
        } catch (IOException | GeneralSecurityException | ProviderException | InvalidParameterException e) {
            throw new KeyringUnavailableException("the root keys' device could not be reached", e);
        }
    }
}
