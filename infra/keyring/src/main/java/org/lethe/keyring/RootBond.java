package org.lethe.keyring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether a database and a root keystore are of each other. The database knows each epoch's root key by a check;
/// what one has and the other does not know is no reason to go on, but for what a crash between the two leaves.
///
/// ```
///                                 in the keystore                    not in the keystore
/// check, kept                     opens it, else STOP                STOP
/// check, going                    destroyed at the next turn         recorded at the next turn
/// recorded as destroyed           STOP: an old copy                  as it must be
/// row without check               made, and noted now                never made
/// no row, a K opens with it       of the version before: noted now   STOP
/// no row, nothing known of it     STOP: the database is older        nothing
/// ```
final class RootBond {
    private static final int LOOKS = 3; // another process may make or destroy a key between two looks of one
    private static final int TRIED_OF_EACH = 10; // K that show a root key to be the one; a rotten one shows nothing

    // Each key of a file takes the passphrase through PBKDF2, and there may be hundreds. The rest is looked at before
    // its first use.
    private static final int LOOKED_AT_FIRST = 31;

    private static final String REMEDY = "Start with the keys that belong to this database (keys/ of its data folder,"
            + " or its PKCS#11 token), or with the database that belongs to these keys.";
    private static final String OLD_DATABASE = REMEDY + " If it is new or was restored from a backup on purpose, start"
            + " once with LETHE_RESTORED_DATABASE=accepted: what was erased since that backup has to be erased again.";

    private final KeyDatabase database;
    private final RootKeystore keystore;

    RootBond(KeyDatabase database, RootKeystore keystore) {
        this.database = database;
        this.keystore = keystore;
    }

    /// Looks, and notes what is not noted yet.
    ///
    /// @return the checks of all root keys that are kept, by epoch
    /// @throws WrongRootKeysException if they are not of each other
    SortedMap<Integer, byte[]> require(RestoredDatabase restored, Instant now) {
        for (int attempt = 1; ; attempt++) {
            try {
                return look(restored, now);
            } catch (WrongRootKeysException e) {
                if (attempt == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private SortedMap<Integer, byte[]> look(RestoredDatabase restored, Instant now) {
        SortedSet<Integer> there = new TreeSet<>(keystore.epochs());
        Map<Integer, RootEpoch> rows = database.read(RootEpochTable::all);
        SortedMap<Integer, byte[]> checks = new TreeMap<>();
        SortedSet<Integer> missing = new TreeSet<>();
        for (RootEpoch row : rows.values()) {
            if (row.destroyedAt() != null && there.contains(row.epoch())) {
                throw new WrongRootKeysException(
                        "the root keystore is an old copy: it has the root key of " + day(row.epoch())
                                + ", which was destroyed on " + row.destroyedAt(),
                        REMEDY);
            }
            if (row.check() != null && row.destroyedAt() == null) {
                if (there.contains(row.epoch())) {
                    checks.put(row.epoch(), row.check());
                } else if (row.goingSince() == null) {
                    missing.add(row.epoch());
                }
            }
        }
        SortedSet<Integer> unnoted = new TreeSet<>(there);
        unnoted.removeAll(checks.keySet());
        requireOpening(checks);
        SortedSet<Integer> proven = proven(rows, there, missing);
        SortedSet<Integer> unknown = new TreeSet<>(unnoted);
        unknown.removeAll(proven);
        unknown.removeAll(rows.keySet());
        boolean ofTheVersionBefore = checks.isEmpty() && missing.isEmpty() && !proven.isEmpty();
        boolean accepted = restored == RestoredDatabase.ACCEPTED;
        if (accepted) {
            missing.removeIf(epoch -> rows.containsKey(epoch) && rows.get(epoch).unusedSince() != null);
        }
        refuse(missing, unknown, there, ofTheVersionBefore || accepted);
        note(unnoted, checks);
        if (accepted) {
            letGo(rows, there, now);
        }
        return checks;
    }

    private void requireOpening(SortedMap<Integer, byte[]> checks) {
        int looked = 0;
        for (Map.Entry<Integer, byte[]> one : checks.reversed().entrySet()) {
            if (++looked > LOOKED_AT_FIRST) {
                return;
            }
            if (!Wrapping.isOf(one.getValue(), keystore.epoch(one.getKey()))) {
                throw other(one.getKey());
            }
        }
    }

    static WrongRootKeysException other(int epoch) {
        return new WrongRootKeysException(
                "the root keystore is not the one that this database was written with: its root key of " + day(epoch)
                        + " is another",
                REMEDY);
    }

    static WrongRootKeysException lost(int epoch) {
        return new WrongRootKeysException(
                "the root keystore is not the one that this database was written with: it has no root key of "
                        + day(epoch),
                REMEDY);
    }

    /// Root keys without a check that K of this database open with; K whose root key is not there are missing one.
    private SortedSet<Integer> proven(
            Map<Integer, RootEpoch> rows, SortedSet<Integer> there, SortedSet<Integer> missing) {
        Map<Integer, Boolean> opens = new HashMap<>();
        for (KeyRow row : database.read(connection -> RootEpochTable.uses(connection, TRIED_OF_EACH))) {
            opens.merge(row.epoch(), isOpenedBy(there, row, row.epoch(), row.wrappedBytes()), Boolean::logicalOr);
            KeyRow.Previous previous = row.previous();
            if (previous != null) {
                opens.merge(
                        previous.epoch(),
                        isOpenedBy(there, row, previous.epoch(), previous.wrapped()),
                        Boolean::logicalOr);
            }
        }
        SortedSet<Integer> proven = new TreeSet<>();
        opens.forEach((epoch, open) -> {
            RootEpoch row = rows.get(epoch);
            if (row != null && row.check() != null) {
                return; // known by its check; it came along with a generation before it
            }
            if (!there.contains(epoch)) {
                missing.add(epoch);
            } else if (open) {
                proven.add(epoch);
            } else {
                throw other(epoch);
            }
        });
        return proven;
    }

    private boolean isOpenedBy(SortedSet<Integer> there, KeyRow row, int epoch, byte[] wrapped) {
        if (!there.contains(epoch)) {
            return false;
        }
        try {
            Wrapping.unwrap(keystore.epoch(epoch).key(), row.name(), epoch, wrapped);
            return true;
        } catch (TamperedException e) {
            return false;
        }
    }

    private static void refuse(
            SortedSet<Integer> missing, SortedSet<Integer> unknown, SortedSet<Integer> there, boolean takesUnknown) {
        if (!missing.isEmpty()) {
            String lacks = " the root key of " + day(missing.getFirst())
                    + (missing.size() > 1 ? " and " + (missing.size() - 1) + " others" : "");
            if (there.isEmpty()) {
                throw new WrongRootKeysException(
                        "the root keystore is empty, and this database was written with" + lacks, REMEDY);
            }
            throw new WrongRootKeysException(
                    (unknown.isEmpty()
                                    ? "the root keystore is older than this database: it lacks"
                                    : "the root keystore is not the one that this database was written with: it lacks")
                            + lacks,
                    REMEDY);
        }
        if (!unknown.isEmpty() && !takesUnknown) {
            throw new WrongRootKeysException(
                    "the database is older than its root keystore: it knows nothing of the root key of "
                            + day(unknown.getLast()),
                    OLD_DATABASE);
        }
    }

    // All or none: half of them noted would make strangers of the others.
    private void note(SortedSet<Integer> unnoted, SortedMap<Integer, byte[]> checks) {
        SortedMap<Integer, byte[]> made = new TreeMap<>();
        unnoted.forEach(epoch -> made.put(epoch, Wrapping.check(keystore.epoch(epoch))));
        if (made.isEmpty()) {
            return;
        }
        checks.putAll(database.writeDurably(connection -> {
            SortedMap<Integer, byte[]> standing = new TreeMap<>();
            for (Map.Entry<Integer, byte[]> one : made.entrySet()) {
                byte[] check = RootEpochTable.fill(connection, one.getKey(), one.getValue());
                if (!Wrapping.isOf(check, keystore.epoch(one.getKey()))) {
                    throw other(one.getKey()); // another process with another keystore was faster
                }
                standing.put(one.getKey(), check);
            }
            return standing;
        }));
    }

    // The restored database does not know that these were destroyed since, which nothing needed before either.
    private void letGo(Map<Integer, RootEpoch> rows, SortedSet<Integer> there, Instant now) {
        SortedSet<Integer> gone = new TreeSet<>();
        rows.values().forEach(row -> {
            if (row.check() != null && row.unusedSince() != null && !there.contains(row.epoch())) {
                gone.add(row.epoch());
            }
        });
        database.writeDurably(connection -> RootEpochTable.doom(connection, gone, now.truncatedTo(ChronoUnit.MICROS)));
    }

    private static LocalDate day(int epoch) {
        return LocalDate.ofEpochDay(epoch);
    }
}
