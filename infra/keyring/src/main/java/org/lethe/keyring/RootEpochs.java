package org.lethe.keyring;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.Meters;

/// From erased to irrecoverable. A destroyed key still lies wrapped in dead rows, the write-ahead log and
/// backups; what is above it goes: its shard gets a new K, the old K is dropped, and the root keys that ever
/// wrapped that one are destroyed when no backup within the window needs them.
///
/// Call [#turn] at least once a day, on as many processes as there are; it does what is due, goes on where it
/// or another was interrupted, and is done at once when there is nothing. Then take what [#destroyed] tells,
/// and what [#due] tells until it is empty.
public final class RootEpochs {
    // Who took a root key a moment before its day ended has committed what it wrapped long since.
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(5);

    private final KeyDatabase database;
    private final BoundRootKeystore root;
    private final Clock clock;
    private final Duration backupWindow;
    private final ShardRotation rotation;
    private final AtomicLong dirtyShards;
    private final AtomicLong rottenKeys;
    private final AtomicLong epochsHeld;
    private final MeterRegistry meters;

    /// @param rotatedShards that have a new K and nothing under an older one
    /// @param unfinishedShards where another transaction was in the way, or another process is at it; the
    /// next turn goes on
    /// @param wrappedKeys keys under a K that were wrapped again
    /// @param movedClientKeys K that were wrapped again under today's root key
    /// @param destroyedEpochs days since 1970-01-01, ascending; [#destroyed] has them until that is recorded
    public record Turn(
            int rotatedShards,
            int unfinishedShards,
            long wrappedKeys,
            long movedClientKeys,
            List<Integer> destroyedEpochs) {}

    /// @param keys how many of each kind and state; a state without keys is missing
    /// @param epochs what the root keystore has, ascending
    /// @param dirtyShards with keys that were destroyed since their K was made; those of today wait for
    /// tomorrow
    /// @param rotatingShards whose rotation has begun
    /// @param waitingTombstones destroyed keys that are not final
    public record Status(
            int today,
            List<KeyCount> keys,
            List<EpochStatus> epochs,
            long dirtyShards,
            long rotatingShards,
            long waitingTombstones) {}

    public record KeyCount(KeyKind kind, KeyState state, long count) {}

    /// @param clientKeys how many K this root key wraps, those being dropped among them
    /// @param unusedSince since when nothing is wrapped by it or an older one; absent while something is
    /// @param goesAt when its backup window ends; absent while it is in use
    public record EpochStatus(
            int epoch, LocalDate day, long clientKeys, Optional<Instant> unusedSince, Optional<Instant> goesAt) {}

    RootEpochs(KeyDatabase database, BoundRootKeystore root, Clock clock, MeterRegistry meters, Duration backupWindow) {
        if (backupWindow.isNegative()) {
            throw new IllegalArgumentException("a backup window is not negative, as " + backupWindow + " is");
        }
        this.database = database;
        this.root = root;
        this.clock = clock;
        this.meters = meters;
        this.backupWindow = backupWindow;
        this.rotation = new ShardRotation(database, root, clock, meters);
        this.dirtyShards = meters.gauge(Meters.KEYRING_SHARDS_DIRTY.meter(), new AtomicLong());
        this.rottenKeys = meters.gauge(Meters.KEYRING_ROTTEN.meter(), new AtomicLong());
        this.epochsHeld = meters.gauge(Meters.KEYRING_EPOCHS.meter(), new AtomicLong());
    }

    /// Rotates the shards with keys that were destroyed before today, moves every K on that is under a root
    /// key which has to go for them, and destroys the root keys that nothing needs any more. Runs in bounded
    /// transactions.
    ///
    /// @throws KeyringUnavailableException if the database or the root keystore is out of reach; call again
    /// @throws WrongRootKeysException if the keystore is not the one of this database any more; nothing changed
    public Turn turn(RotationProgress progress) {
        root.requireBond();
        int today = root.current().epoch();
        ShardRotation.Outcome rotated = rotation.rotateAll(today, progress);
        long moved = rotation.moveOn(today, progress);
        int held = root.epochs().size();
        List<Integer> destroyed = destroyDue(today, progress);
        int gone = Math.max(0, held - root.epochs().size());
        measure(today);
        meters.counter(Meters.KEYRING_ROTATIONS.meter()).increment(rotated.rotated());
        meters.counter(Meters.KEYRING_EPOCHS_DESTROYED.meter()).increment(gone);
        return new Turn(rotated.rotated(), rotated.unfinished(), rotated.wrappedKeys(), moved, destroyed);
    }

    /// The next tombstones to become final, oldest first. What a hold keeps readable in its escrow waits
    /// until the hold's H is out of reach too.
    ///
    /// @param most how many at once
    public FinalErasures due(int most) {
        return new FinalErasures(database.read(connection -> RotationTable.due(
                connection, RootEpochTable.oldestKept(connection).orElse(Integer.MAX_VALUE), most)));
    }

    /// Root keys whose end is not recorded yet. It is these, and no file that lacks a key, that [#due] goes by.
    ///
    /// @throws WrongRootKeysException if the keystore is not the one of this database any more
    public DestroyedRootKeys destroyed() {
        List<Integer> going = database.read(RootEpochTable::going);
        if (going.isEmpty()) {
            return new DestroyedRootKeys(going);
        }
        root.requireBond();
        going.forEach(root::destroy); // nothing where it is done
        return new DestroyedRootKeys(going);
    }

    /// Where everything stands. Counts all keys: a scan of the table.
    public Status status() {
        int today = Epoch.of(clock.instant());
        SortedSet<Integer> epochs = root.epochs();
        Map<Integer, Instant> unused = database.read(RootEpochTable::unusedSince);
        Map<Integer, Long> uses = database.read(RotationTable::clientKeysByEpoch);
        List<EpochStatus> each = new ArrayList<>();
        for (int epoch : epochs) {
            Optional<Instant> since = Optional.ofNullable(unused.get(epoch));
            each.add(new EpochStatus(
                    epoch,
                    LocalDate.ofEpochDay(epoch),
                    uses.getOrDefault(epoch, 0L),
                    since,
                    since.map(instant -> goesAt(epoch, instant))));
        }
        return database.read(connection -> new Status(
                today,
                RotationTable.keyCounts(connection),
                each,
                RotationTable.countDirty(connection, Epoch.start(today + 1)),
                RotationTable.countRotating(connection),
                RotationTable.countWaiting(connection)));
    }

    // A backup taken within the window must still open, so the window counts from when the last K left the
    // root key, not from the end of its day.
    private Instant goesAt(int epoch, Instant unusedSince) {
        Instant dayIsOver = Epoch.start(epoch + 1).plus(AFTER_MIDNIGHT);
        return (unusedSince.isAfter(dayIsOver) ? unusedSince : dayIsOver).plus(backupWindow);
    }

    private List<Integer> destroyDue(int today, RotationProgress progress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Integer> old = List.copyOf(root.epochs().headSet(today));
        // Flushed: a crash must not bring back a K under a root key that is gone.
        Map<Integer, Instant> unused =
                database.writeDurably(connection -> RootEpochTable.markUnused(connection, old, now));
        List<Integer> due = new ArrayList<>();
        for (int epoch : old) {
            Instant since = unused.get(epoch);
            if (since != null && !goesAt(epoch, since).isAfter(now)) {
                due.add(epoch);
            }
        }
        // Said before it is done: after a crash in between a key that is not there is no lost one.
        database.writeDurably(connection -> RootEpochTable.doom(connection, due, now));
        List<Integer> going = database.read(RootEpochTable::going);
        for (int i = 0; i < going.size(); i++) {
            root.destroy(going.get(i));
            progress.at(RotationProgress.Step.DESTROYING_ROOT_KEYS, i + 1L, going.size());
        }
        return going;
    }

    private void measure(int today) {
        dirtyShards.set(database.read(connection -> RotationTable.countDirty(connection, Epoch.start(today))));
        rottenKeys.set(database.read(RotationTable::countRotten));
        epochsHeld.set(root.epochs().size());
    }
}
