package org.lethe.keyring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives shards a new K and drops the old one, so that what was destroyed under the old one can be opened by
/// no copy once the root keys go that wrapped it. Every step is a transaction of its own that finds out what
/// is left to do.
final class ShardRotation {
    private static final Logger log = LoggerFactory.getLogger(ShardRotation.class);
    private static final int BATCH = 1_000; // keys a transaction: a few milliseconds of locks
    private static final int SHARDS_AT_ONCE = 1_000; // listed, not rotated, at once
    private static final int PASSES = 3; // over keys that others had locked; then the next turn comes back

    private final KeyDatabase database;
    private final RootKeystore root;
    private final Clock clock;
    private final Unwrapper unwrapper;
    private final Counter rewraps;

    record Outcome(int rotated, int unfinished, long wrappedKeys) {}

    /// A shard under rotation: both its K, and the generation that the new one is.
    private record Rotating(KeyName clientKey, int generation, SecretKeySpec previous, SecretKeySpec current) {}

    /// How a step found the shard.
    private enum Found {
        /// This process is at it, and it is not finished.
        ROTATING,
        /// This process finished it.
        FINISHED,
        /// There is nothing to do: another process was faster, or K itself was destroyed.
        NOTHING,
        /// Another transaction has it.
        BUSY
    }

    private record Begun(Found found, @Nullable Rotating rotating) {}

    ShardRotation(KeyDatabase database, RootKeystore root, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.root = root;
        this.clock = clock;
        this.unwrapper = new Unwrapper(meters);
        this.rewraps = meters.counter(Meters.KEYRING_REWRAPS.meter());
    }

    /// @param today keys that were destroyed on this day wait for the next
    Outcome rotateAll(int today, RotationProgress progress) {
        Instant before = Epoch.start(today);
        long total = database.read(connection -> RotationTable.countToRotate(connection, before));
        int rotated = 0;
        int unfinished = 0;
        long wrapped = 0;
        long done = 0;
        KeyName last = null;
        while (true) {
            KeyName after = last;
            List<KeyName> shards =
                    database.read(connection -> RotationTable.toRotate(connection, before, after, SHARDS_AT_ONCE));
            for (KeyName clientKey : shards) {
                Outcome one = rotateOrLeave(clientKey, before, progress);
                rotated += one.rotated();
                unfinished += one.unfinished();
                wrapped += one.wrappedKeys();
                progress.at(RotationProgress.Step.ROTATING_SHARDS, ++done, Math.max(done, total));
            }
            if (shards.size() < SHARDS_AT_ONCE) {
                return new Outcome(rotated, unfinished, wrapped);
            }
            last = shards.getLast();
        }
    }

    /// A shard whose K is rotten stays as it is, and the others don't wait for it.
    private Outcome rotateOrLeave(KeyName clientKey, Instant before, RotationProgress progress) {
        try {
            return rotate(clientKey, before, progress);
        } catch (TamperedException | UnknownKeyException e) {
            log.error("The K of a shard does not unwrap, and the shard is not rotated", e);
            database.write(connection -> RotationTable.markRotten(connection, List.of(clientKey), now()));
            return new Outcome(0, 1, 0);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Outcome rotate(KeyName clientKey, Instant before, RotationProgress progress) {
        Begun begun = paced(progress, () -> begin(clientKey, before));
        Rotating rotating = begun.rotating();
        if (rotating == null) {
            return new Outcome(0, begun.found() == Found.BUSY ? 1 : 0, 0);
        }
        long wrapped = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            wrapped += wrapAgain(rotating, progress);
            Found found = paced(progress, () -> finish(rotating));
            if (found != Found.ROTATING) {
                return new Outcome(found == Found.FINISHED ? 1 : 0, 0, wrapped);
            }
        }
        return new Outcome(0, 1, wrapped);
    }

    private static <T> T paced(RotationProgress progress, Supplier<T> transaction) {
        long began = System.nanoTime();
        T result = transaction.get();
        progress.worked(Duration.ofNanos(System.nanoTime() - began));
        return result;
    }

    // A new K, or the one that somebody else began with.
    private Begun begin(KeyName clientKey, Instant before) {
        RootKey today = root.current(); // before the transaction: making it takes a file and its flush
        return database.write(connection -> {
            Optional<KeyRow> locked = RotationTable.lockClientKey(connection, clientKey, RotationTable.Lock.IF_FREE);
            if (locked.isEmpty()) {
                return new Begun(Found.BUSY, null);
            }
            KeyRow row = locked.get();
            if (row.tombstone() != null) {
                RotationTable.settleUnderDestroyed(connection, clientKey);
                return new Begun(Found.NOTHING, null);
            }
            if (row.previous() == null) {
                if (!RotationTable.isDirty(connection, clientKey, before)) {
                    return new Begun(Found.NOTHING, null); // another process was faster
                }
                row = withNewKey(connection, row, today);
            }
            return new Begun(Found.ROTATING, rotating(row));
        });
    }

    private static KeyRow withNewKey(Connection connection, KeyRow row, RootKey today) throws SQLException {
        byte[] wrapped = Wrapping.wrap(today.key(), row.name(), today.epoch(), Gcm.randomKey());
        KeyRow next = new KeyRow(
                row.name(),
                row.state(),
                row.generation() + 1,
                today.epoch(),
                wrapped,
                new KeyRow.Previous(row.epoch(), row.wrappedBytes()),
                null);
        RotationTable.setGeneration(connection, next);
        return next;
    }

    private Rotating rotating(KeyRow row) {
        KeyRow.Previous previous = row.previous();
        if (previous == null) {
            throw new IllegalStateException("a rotation without an old key");
        }
        return new Rotating(
                row.name(),
                row.generation(),
                unwrap(row.name(), previous.epoch(), previous.wrapped()),
                unwrap(row.name(), row.epoch(), row.wrappedBytes()));
    }

    private SecretKeySpec unwrap(KeyName clientKey, int epoch, byte[] wrapped) {
        return new SecretKeySpec(unwrapper.unwrap(root.epoch(epoch).key(), clientKey, epoch, wrapped), "AES");
    }

    /// One pass over the shard in the order of its keys. Rows that somebody else has locked are left for the
    /// next, those that don't unwrap for good: nothing can be read by them, and what was erased beside them would
    /// never be out of reach.
    private long wrapAgain(Rotating rotating, RotationProgress progress) {
        long wrapped = 0;
        KeyName last = null;
        while (true) {
            KeyName after = last;
            Portion batch = paced(
                    progress,
                    () -> database.write(connection -> {
                        List<KeyRow> rows = RotationTable.lockOlder(
                                connection, rotating.clientKey(), rotating.generation(), after, BATCH);
                        Sorted sorted = sorted(rows, row -> wrapAgain(row, rotating));
                        RotationTable.rewrap(connection, rotating.clientKey(), rotating.generation(), sorted.wrapped());
                        tell(connection, sorted.rotten());
                        return new Portion(rows, sorted.wrapped().size());
                    }));
            wrapped += batch.wrapped();
            rewraps.increment(batch.wrapped());
            if (batch.rows().size() < BATCH) {
                return wrapped;
            }
            last = batch.rows().getLast().name();
        }
    }

    /// What a transaction had in hand.
    ///
    /// @param wrapped how many of the rows were wrapped again
    private record Portion(List<KeyRow> rows, int wrapped) {}

    private record Sorted(List<KeyRow> wrapped, List<KeyName> rotten) {}

    private static Sorted sorted(List<KeyRow> rows, UnaryOperator<KeyRow> again) {
        List<KeyRow> wrapped = new ArrayList<>(rows.size());
        List<KeyName> rotten = new ArrayList<>();
        for (KeyRow row : rows) {
            try {
                wrapped.add(again.apply(row));
            } catch (TamperedException e) {
                rotten.add(row.name());
            }
        }
        return new Sorted(wrapped, rotten);
    }

    private void tell(Connection connection, List<KeyName> rotten) throws SQLException {
        if (!rotten.isEmpty()) {
            log.error("{} keys don't unwrap and were left as they are", rotten.size());
            RotationTable.markRotten(connection, rotten, now());
        }
    }

    // The epoch in the associated data is the row's own; it stays.
    private KeyRow wrapAgain(KeyRow row, Rotating rotating) {
        byte[] key = unwrapper.unwrap(rotating.previous(), row.name(), row.epoch(), row.wrappedBytes());
        byte[] wrapped = Wrapping.wrap(rotating.current(), row.name(), row.epoch(), key);
        Arrays.fill(key, (byte) 0);
        return new KeyRow(row.name(), row.state(), rotating.generation(), row.epoch(), wrapped, null, null);
    }

    // Who mints holds a lock on K until the key is visible, so nothing is left behind under the old one.
    private Found finish(Rotating rotating) {
        return database.write(connection -> {
            KeyRow row = RotationTable.lockClientKey(connection, rotating.clientKey(), RotationTable.Lock.WAITING)
                    .orElseThrow();
            KeyRow.Previous previous = row.previous();
            if (row.tombstone() != null || row.generation() != rotating.generation() || previous == null) {
                return Found.NOTHING; // destroyed meanwhile, or finished by another process
            }
            if (RotationTable.hasOlder(connection, rotating.clientKey(), rotating.generation())) {
                return Found.ROTATING;
            }
            RotationTable.dropPrevious(connection, rotating.clientKey());
            RotationTable.settle(connection, rotating.clientKey(), rotating.generation() - 1, previous.epoch());
            return Found.FINISHED;
        });
    }

    /// Wraps again, under today's root key, each K under one that has to go before what is destroyed is
    /// final. Where nothing waits nothing is moved.
    long moveOn(int today, RotationProgress progress) {
        int newest = Math.min(
                today - 1, database.read(RotationTable::newestEpochWaitedFor).orElse(-1));
        if (newest < 0) {
            return 0;
        }
        long total = database.read(connection -> RotationTable.countClientKeysUpTo(connection, newest));
        RootKey current = root.current();
        long moved = 0;
        KeyRow last = null;
        while (true) {
            KeyRow after = last;
            Portion batch = paced(
                    progress,
                    () -> database.write(connection -> {
                        List<KeyRow> rows = RotationTable.lockClientKeysUpTo(connection, newest, after, BATCH);
                        Sorted sorted = sorted(rows, row -> movedOn(row, current));
                        RotationTable.moveOn(connection, sorted.wrapped());
                        tell(connection, sorted.rotten());
                        return new Portion(rows, sorted.wrapped().size());
                    }));
            moved += batch.wrapped();
            if (batch.wrapped() > 0) {
                progress.at(RotationProgress.Step.MOVING_CLIENT_KEYS, moved, Math.max(moved, total));
            }
            if (batch.rows().size() < BATCH) {
                return moved;
            }
            last = batch.rows().getLast();
        }
    }

    private KeyRow movedOn(KeyRow row, RootKey current) {
        byte[] key = unwrapper.unwrap(root.epoch(row.epoch()).key(), row.name(), row.epoch(), row.wrappedBytes());
        byte[] wrapped = Wrapping.wrap(current.key(), row.name(), current.epoch(), key);
        Arrays.fill(key, (byte) 0);
        return new KeyRow(row.name(), row.state(), row.generation(), current.epoch(), wrapped, row.previous(), null);
    }
}
