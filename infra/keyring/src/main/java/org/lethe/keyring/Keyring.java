package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.Meters;
import org.lethe.contracts.Sealed;

/// Seals content, opens it, and destroys the keys it needs. Safe for many threads; blocks on JDBC when a key
/// is not at hand, so call it from virtual threads.
///
/// All methods that need keys throw [KeyringUnavailableException] when the database or the root keystore is
/// out of reach and [TamperedException] when a wrapped key is not what was stored.
public final class Keyring implements KeyDestroyer, AutoCloseable {
    /// How many keys K a client has at most: their natural keys are 0 to 63.
    public static final int CLIENT_KEY_SHARDS = KeyName.SHARDS;

    private final KeyDatabase database;
    private final LeasedKeys keys;
    private final ContentKeys contentKeys;
    private final BlindIndexKeys blindIndexKeys;
    private final ConsumerIndex consumers;
    private final Evictions evictions;
    private final Escrows escrows;
    private final Openings openings;
    private final KeyImport keyImport;
    private final Clock clock;
    private final BoundRootKeystore root;
    private final MeterRegistry meters;

    private Keyring(KeyDatabase database, BoundRootKeystore root, Clock clock, Ticker ticker, MeterRegistry meters) {
        this.clock = clock;
        this.root = root;
        this.meters = meters;
        this.database = database;
        Unwrapper unwrapper = new Unwrapper(meters);
        Mint mint = new Mint(database, root, meters);
        this.keys = new LeasedKeys(database, root, mint, unwrapper, ticker);
        this.keyImport = new KeyImport(database, mint, keys);
        this.contentKeys = new ContentKeys(keys, ticker, meters.counter(Meters.KEYRING_SEALS.meter()));
        this.blindIndexKeys = new BlindIndexKeys(keys);
        this.consumers = new ConsumerIndex(database, blindIndexKeys);
        this.escrows = new Escrows(database, keys, contentKeys, unwrapper, clock);
        this.openings = new Openings(contentKeys, escrows, meters);
        this.evictions = new Evictions(database, keys::evict, this::forgetAll);
    }

    /// Starts with empty caches; one connection of the data source is kept to hear of evictions by other
    /// processes. The tables must be there, see [KeyringSchema].
    ///
    /// @param clock dates tombstones; leases run on a clock that nobody sets
    /// @throws WrongRootKeysException if the root keystore is not the one that this database was written with
    public static Keyring open(DataSource dataSource, RootKeystore root, Clock clock, MeterRegistry meters) {
        return open(dataSource, root, clock, meters, RestoredDatabase.REFUSED);
    }

    /// The same where somebody may have said that the database was restored from a backup.
    public static Keyring open(
            DataSource dataSource, RootKeystore root, Clock clock, MeterRegistry meters, RestoredDatabase restored) {
        return open(dataSource, root, clock, Ticker.systemTicker(), meters, restored);
    }

    /// @param ticker ends leases
    static Keyring open(
            DataSource dataSource,
            RootKeystore root,
            Clock clock,
            Ticker ticker,
            MeterRegistry meters,
            RestoredDatabase restored) {
        KeyDatabase database = new KeyDatabase(dataSource);
        BoundRootKeystore bound = BoundRootKeystore.bind(database, root, clock, restored);
        Keyring keyring = new Keyring(database, bound, clock, ticker, meters);
        keyring.evictions.start();
        return keyring;
    }

    /// Whether today's root key is at hand, and the one that this database knows. Made when missing.
    public boolean reachesRootKeys() {
        try {
            return root.current().epoch() >= 0;
        } catch (KeyringException e) {
            return false;
        }
    }

    /// Gets the keys of a scope, or mints them. Call it for every content: a scope at hand costs a look into
    /// a map.
    public Sealing prepare(ContentScope scope) {
        Sealer sealer = contentKeys.atHand(scope);
        return sealer != null && sealer.maySeal()
                ? sealer.ready()
                : sealing(scope, contentKeys.findOrMint(Set.of(scope)));
    }

    /// The same for many, with at most a handful of SQL statements in all.
    public Map<ContentScope, Sealing> prepare(Collection<ContentScope> scopes) {
        Map<ContentScope, ContentKeys.Answer> answers = contentKeys.findOrMint(scopes);
        Map<ContentScope, Sealing> sealings = HashMap.newHashMap(answers.size());
        answers.keySet().forEach(scope -> sealings.put(scope, sealing(scope, answers)));
        return sealings;
    }

    /// @param eventType the wire name of the event that carries the envelope
    /// @throws TamperedException if the envelope is not what was sealed here
    /// @throws UnknownKeyException if one of its keys has no row
    public Opening open(ContentScope scope, EventId event, String eventType, Sealed sealed) {
        return openings.open(new SealedContent(scope, event, eventType, sealed));
    }

    /// The same for many, in their order, with at most a handful of SQL statements. The first that is tampered
    /// or has no key fails them all.
    public List<Opening> open(List<SealedContent> contents) {
        return openings.open(contents);
    }

    @Override
    public KeyDestructions destruction(ClientId client, KeyKind kind, Collection<String> naturalKeys) {
        SortedSet<KeyName> names = new TreeSet<>();
        naturalKeys.forEach(naturalKey -> names.add(KeyName.given(client, kind, naturalKey)));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a destruction names at least one key");
        }
        return PreparedDestructions.prepare(names, database, keys, clock);
    }

    @Override
    public Escrow prepareEscrow(ClientId client, HoldId hold, Collection<ContentScope> scopes, Keepers keepers) {
        return escrows.prepare(client, hold, scopes, keepers);
    }

    @Override
    public List<ContentScope> escrow(ClientId client, HoldId hold) {
        return escrows.scopes(client, hold);
    }

    @Override
    public Set<ContentScope> unreadable(Collection<ContentScope> scopes) {
        return escrows.unreadable(scopes);
    }

    /// Opens for a hold: by the living keys where they live, else by what the hold's escrow kept. What is in
    /// no escrow of this hold, or in one whose H is destroyed, answers as [#open] does.
    ///
    /// @throws TamperedException if an envelope, or a content key in escrow, is not what was stored
    /// @throws UnknownKeyException if one of the keys has no row
    public List<Opening> openHeld(HoldId hold, List<SealedContent> contents) {
        return openHeld(hold, contents, Keepers.NONE);
    }

    /// The same with other holds that may have kept it.
    public List<Opening> openHeld(HoldId hold, List<SealedContent> contents, Keepers others) {
        return openings.openHeld(contents, others.after(hold));
    }

    @Override
    public int releaseEscrow(ClientId client, HoldId hold) {
        return escrows.release(client, hold);
    }

    @Override
    public void forget(Connection transaction, ClientId client, ConsumerId consumer, boolean held) throws SQLException {
        consumers.forget(transaction, client, consumer, held);
    }

    @Override
    public void forget(Connection transaction, ClientId client, Collection<ConsumerId> gone) throws SQLException {
        consumers.forget(transaction, client, gone);
    }

    @Override
    public Set<ConsumerId> known(ClientId client, Collection<ConsumerId> some) {
        return consumers.known(client, some);
    }

    @Override
    public Set<ConsumerId> inEscrow(ClientId client, Collection<ConsumerId> some) {
        return escrows.keptOf(client, some);
    }

    /// Of whom a hold ever kept something, its release included.
    public Set<ConsumerId> everInEscrow(ClientId client, HoldId hold) {
        return escrows.everKeptOf(client, hold);
    }

    @Override
    public void stopFollowing(Connection transaction, ClientId client, Collection<ConsumerId> stillNamed)
            throws SQLException {
        consumers.release(transaction, client, stillNamed);
    }

    /// How many content keys lie in a hold's escrow; none after its release.
    public int escrowed(ClientId client, HoldId hold) {
        return escrows.count(client, hold);
    }

    /// Stores a key whose bytes come from elsewhere, as after moving a client between deployments. Dangerous:
    /// who gives the bytes has had them. K is never imported.
    ///
    /// @param key 32 bytes; not changed
    /// @throws KeyAlreadyThereException if the name has a key
    /// @throws KeyDestroyedException if the name has a tombstone, or this client destroyed a key of these
    /// bytes under any name, or the K of its shard is destroyed
    public void insecureImport(ClientId client, KeyKind kind, String naturalKey, byte[] key) {
        keyImport.store(KeyName.given(client, kind, naturalKey), key);
    }

    /// A deterministic random-looking id for one that a client made up: RFC 9562 UUIDv8 of the first 48 bits
    /// of `scope` and 74 bits of a keyed hash, so ids of one scope lie together in an index and say nothing
    /// about the value.
    ///
    /// @param kind what it is an id of, so that equal values of two kinds differ
    /// @throws KeyDestroyedException if the client was off-boarded
    public UUID blindId(ClientId client, String kind, UUID scope, String value) {
        return BlindIndex.id(blindIndexKeys.of(client), kind, scope, value);
    }

    public ConsumerIndex consumers() {
        return consumers;
    }

    /// What makes erasures irrecoverable. Get it once: its gauges are of the first.
    ///
    /// @param backupWindow how long a backup must open after it was taken; not negative
    public RootEpochs rootEpochs(Duration backupWindow) {
        return new RootEpochs(database, root, clock, meters, backupWindow);
    }

    /// Stops listening and forgets all keys.
    @Override
    public void close() {
        evictions.close();
        forgetAll();
    }

    private void forgetAll() {
        keys.evictAll();
        contentKeys.clear();
    }

    private static Sealing sealing(ContentScope scope, Map<ContentScope, ContentKeys.Answer> answers) {
        return switch (answers.get(scope)) {
            case ContentKeys.Answer.Usable usable
            when usable.sealer().maySeal() -> usable.sealer().ready();
            case ContentKeys.Answer.Usable usable -> throw new KeyringException("a key of this scope only opens");
            case ContentKeys.Answer.Dead dead -> new Sealing.Refused(dead.tombstone());
            case ContentKeys.Answer.Unknown unknown ->
                throw new UnknownKeyException("the " + unknown.key().kind() + " key was minted and is not there");
            case null -> throw new IllegalStateException("a scope was not looked up");
        };
    }
}
