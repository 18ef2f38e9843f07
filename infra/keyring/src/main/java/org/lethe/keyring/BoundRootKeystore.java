package org.lethe.keyring;

import java.time.Clock;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A root keystore bound to one database: no key is made without the database knowing of it first, and none is used
/// that is not the one that it knows, whatever becomes of the file or the device meanwhile.
final class BoundRootKeystore implements RootKeystore {
    private final KeyDatabase database;
    private final RootKeystore keystore;
    private final RootBond bond;
    private final Clock clock;
    private final Map<Integer, byte[]> checks = new ConcurrentHashMap<>();
    private final Map<Integer, RootKey> checked = new ConcurrentHashMap<>();

    private BoundRootKeystore(KeyDatabase database, RootKeystore keystore, Clock clock) {
        this.database = database;
        this.keystore = keystore;
        this.bond = new RootBond(database, keystore);
        this.clock = clock;
    }

    /// Binds them, today's key included: of two keystores on a new database the second one comes too late.
    ///
    /// @throws WrongRootKeysException if they are not of each other
    static BoundRootKeystore bind(KeyDatabase database, RootKeystore keystore, Clock clock, RestoredDatabase restored) {
        BoundRootKeystore bound = new BoundRootKeystore(database, keystore, clock);
        bound.checks.putAll(bound.bond.require(restored, clock.instant()));
        bound.current();
        return bound;
    }

    /// The same look again, before something is destroyed that can't come back.
    void requireBond() {
        checks.putAll(bond.require(RestoredDatabase.REFUSED, clock.instant()));
    }

    @Override
    public RootKey current() {
        return make(Epoch.of(clock.instant()));
    }

    @Override
    public RootKey make(int epoch) {
        byte[] check = checks.get(epoch);
        if (check == null) {
            check = noted(epoch);
            checks.put(epoch, check);
        }
        try {
            return checked(keystore.epoch(epoch), check);
        } catch (UnknownKeyException e) {
            throw RootBond.lost(epoch);
        }
    }

    // The row first: a key that nobody knows of would pass for one of another database.
    private byte[] noted(int epoch) {
        RootEpoch row = database.writeDurably(connection -> RootEpochTable.intend(connection, epoch));
        if (row.goingSince() != null) {
            throw new KeyringException("the root key of epoch " + epoch + " is destroyed; is the clock right?");
        }
        byte[] check = row.check();
        if (check != null) {
            return check;
        }
        byte[] made = Wrapping.check(keystore.make(epoch));
        return database.writeDurably(connection -> RootEpochTable.fill(connection, epoch, made));
    }

    @Override
    public RootKey epoch(int epoch) {
        return checked(keystore.epoch(epoch), checks.get(epoch));
    }

    // The keystore gives out the same object as long as it has not looked anew.
    private RootKey checked(RootKey key, byte @Nullable [] known) {
        if (checked.get(key.epoch()) == key) {
            return key;
        }
        byte[] check = known != null ? known : find(key.epoch());
        if (check == null) {
            return key; // of the version before, running beside this one; what it unwraps says whether it is the one
        }
        if (!Wrapping.isOf(check, key)) {
            throw RootBond.other(key.epoch());
        }
        checked.put(key.epoch(), key);
        return key;
    }

    // Made by another process since this one started.
    private byte @Nullable [] find(int epoch) {
        byte[] check = database.read(connection -> RootEpochTable.find(connection, epoch))
                .map(RootEpoch::check)
                .orElse(null);
        if (check != null) {
            checks.put(epoch, check);
        }
        return check;
    }

    @Override
    public SortedSet<Integer> epochs() {
        return keystore.epochs();
    }

    @Override
    public void destroy(int epoch) {
        keystore.destroy(epoch);
        checked.remove(epoch);
    }
}
