package org.lethe.keyring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/// Root keys in one passphrase-protected file in Bouncy Castle's BCFKS format; the embedded default.
/// The file is replaced whole and atomically, so a reader or a crash never meets half of it. An epoch that is
/// removed from the file is gone here too: the file is read anew whenever it is another than before.
public final class BcfksRootKeystore implements RootKeystore {
    private static final String FORMAT = "BCFKS";
    private static final String ALIAS_PREFIX = "lethe.root.";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Secret passphrase;
    private final Clock clock;
    private final KeystoreLock lock;
    private volatile @Nullable Loaded loaded;

    /// What the file held when it was this version. A key is decrypted when it is first asked for: each takes
    /// the passphrase through PBKDF2 again, and a file may hold hundreds.
    private record Loaded(Version version, KeyStore store, Map<Integer, RootKey> decrypted) {}

    private record Version(
            FileTime modified, long bytes, @Nullable Object fileKey) {}

    private BcfksRootKeystore(Path file, Secret passphrase, Clock clock) {
        this.file = file.toAbsolutePath();
        this.passphrase = passphrase;
        this.clock = clock;
        this.lock = new KeystoreLock(this.file.resolveSibling(this.file.getFileName() + ".lock"));
    }

    /// Opens the file, or creates an empty one that only its owner can read (mode 600).
    ///
    /// @param clock names the epoch: days since 1970-01-01 UTC
    /// @throws KeyringUnavailableException if the file can't be read or written, or the passphrase is another
    public static BcfksRootKeystore open(Path file, Secret passphrase, Clock clock) {
        BcfksRootKeystore keystore = new BcfksRootKeystore(file, passphrase, clock);
        keystore.reached(() -> {
            if (Files.notExists(keystore.file)) {
                keystore.createEmpty();
            }
            return keystore.upToDate();
        });
        return keystore;
    }

    @Override
    public RootKey current() {
        return make(Epoch.of(clock.instant()));
    }

    @Override
    public RootKey make(int epoch) {
        return reached(() -> {
            Optional<RootKey> key = keyOf(upToDate(), epoch);
            return key.isPresent() ? key.get() : lock.locked(() -> getOrMake(epoch));
        });
    }

    @Override
    public RootKey epoch(int epoch) {
        return reached(() -> keyOf(upToDate(), epoch))
                .orElseThrow(() -> new UnknownKeyException("the root keystore has no key of epoch " + epoch));
    }

    @Override
    public SortedSet<Integer> epochs() {
        return reached(() -> {
            KeyStore store = upToDate().store();
            SortedSet<Integer> epochs = new TreeSet<>();
            synchronized (store) {
                for (String alias : Collections.list(store.aliases())) {
                    if (alias.startsWith(ALIAS_PREFIX)) {
                        epochs.add(Integer.valueOf(alias.substring(ALIAS_PREFIX.length())));
                    }
                }
            }
            return epochs;
        });
    }

    @Override
    public void destroy(int epoch) {
        if (epoch >= Epoch.of(clock.instant())) {
            throw new IllegalArgumentException("the root key of epoch " + epoch + " is in use");
        }
        reached(() -> lock.locked(() -> remove(epoch)));
    }

    private boolean remove(int epoch) throws IOException, GeneralSecurityException {
        KeyStore store = upToDate().store();
        synchronized (store) {
            if (!store.containsAlias(ALIAS_PREFIX + epoch)) {
                return false;
            }
            boolean durable = false;
            try {
                store.deleteEntry(ALIAS_PREFIX + epoch);
                replace(store);
                durable = true;
            } finally {
                if (!durable) {
                    loaded = null; // the file still has it
                }
            }
            return true;
        }
    }

    private Loaded upToDate() throws IOException, GeneralSecurityException {
        Version version = version();
        Loaded current = loaded;
        if (current == null || !version.equals(current.version())) {
            current = new Loaded(version, read(), new ConcurrentHashMap<>());
            loaded = current;
        }
        return current;
    }

    private Optional<RootKey> keyOf(Loaded file, int epoch) throws GeneralSecurityException {
        RootKey decrypted = file.decrypted().get(epoch);
        return decrypted != null ? Optional.of(decrypted) : decrypt(file, epoch);
    }

    private Optional<RootKey> decrypt(Loaded file, int epoch) throws GeneralSecurityException {
        synchronized (file.store()) { // a KeyStore does not promise to be safe for many threads
            RootKey decrypted = file.decrypted().get(epoch);
            if (decrypted != null) {
                return Optional.of(decrypted); // by who was here first; the others waited
            }
            if (file.store().getKey(ALIAS_PREFIX + epoch, passphrase.chars()) instanceof SecretKey secret) {
                RootKey key = new RootKey(epoch, new SecretKeySpec(secret.getEncoded(), "AES"));
                file.decrypted().put(epoch, key);
                return Optional.of(key);
            }
            return Optional.empty();
        }
    }

    private RootKey getOrMake(int epoch) throws IOException, GeneralSecurityException {
        Loaded file = upToDate();
        Optional<RootKey> existing = keyOf(file, epoch);
        if (existing.isPresent()) {
            return existing.get();
        }
        RootKey made = new RootKey(epoch, new SecretKeySpec(Gcm.randomKey(), "AES"));
        synchronized (file.store()) {
            boolean durable = false;
            try {
                file.store().setKeyEntry(ALIAS_PREFIX + epoch, made.key(), passphrase.chars(), null);
                replace(file.store());
                durable = true;
            } finally {
                if (!durable) {
                    file.store().deleteEntry(ALIAS_PREFIX + epoch); // nothing may be wrapped in what could be lost
                }
            }
        }
        return made;
    }

    private void createEmpty() throws IOException, GeneralSecurityException {
        lock.locked(() -> {
            if (Files.notExists(file)) {
                KeyStore store = keyStore();
                store.load(null, null);
                replace(store);
            }
            return file;
        });
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        KeyStore store = keyStore();
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, passphrase.chars());
        }
        return store;
    }

    // Flushed before it takes the old one's place, and the folder after: a key is durable before anything is
    // wrapped in it.
    private void replace(KeyStore store) throws IOException, GeneralSecurityException {
        Path folder = Objects.requireNonNull(file.getParent(), "an absolute file has a folder");
        Path next = Files.createTempFile(folder, file.getFileName().toString(), ".tmp", OWNER_ONLY);
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                store.store(out, passphrase.chars());
                out.flush();
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteUnfinished(folder);
        }
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
        loaded = new Loaded(version(), store, new ConcurrentHashMap<>());
    }

    // What a crash left of an earlier attempt has keys in it too. Only the owner of the lock writes here.
    private void deleteUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, file.getFileName() + "*.tmp")) {
            for (Path path : unfinished) {
                Files.deleteIfExists(path);
            }
        }
    }

    private Version version() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    // Given to Bouncy Castle directly; it is not registered for the whole process.
    private static KeyStore keyStore() throws GeneralSecurityException {
        return KeyStore.getInstance(FORMAT, new BouncyCastleProvider());
    }

    private <T> T reached(KeystoreLock.Work<T> work) {
        try {
            return work.run();
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyringUnavailableException("the root keystore could not be read or written", e);
        }
    }
}
