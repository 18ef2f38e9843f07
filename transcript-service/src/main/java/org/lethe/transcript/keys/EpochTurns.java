package org.lethe.transcript.keys;

import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.DestroyedRootKeys;
import org.lethe.keyring.FinalErasures;
import org.lethe.keyring.RootEpochs;
import org.lethe.service.Work;
import org.lethe.service.clock.ClockInDoubtException;
import org.lethe.service.clock.ClockTrust;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.web.Moments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the root epochs every hour: at most that much after midnight UTC the shards of yesterday's destroyed keys have
/// new keys, and a root key goes at most that much after its backup window.
final class EpochTurns implements Work {
    private static final Logger log = LoggerFactory.getLogger(EpochTurns.class);
    private static final long FIRST_MINUTES = 1; // not while everything starts
    private static final long EVERY_MINUTES = 60;
    private static final int FINAL_AT_ONCE = 200;

    private final RootEpochs epochs;
    private final Courtesy courtesy;
    private final Destructions destructions;
    private final Moments moments;
    private final ClockTrust clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-root-epochs").factory());

    EpochTurns(RootEpochs epochs, EventLog eventLog, Destructions destructions, Moments moments, ClockTrust clock) {
        this.clock = clock;
        this.epochs = epochs;
        this.courtesy = new Courtesy(eventLog);
        this.destructions = destructions;
        this.moments = moments;
    }

    /// What a turn did.
    ///
    /// @param finalized destroyed keys that no backup brings back any more, since this turn
    record Turned(RootEpochs.Turn turn, int finalized) {}

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::turnQuietly, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    /// @throws ClockInDoubtException if the days by which root keys go may be wrong
    Turned turn() {
        clock.require();
        RootEpochs.Turn turn = epochs.turn(courtesy);
        destructions.send(this::destroyed);
        int finalized = 0;
        for (int made = makeFinal(); made > 0; made = makeFinal()) {
            finalized += made;
        }
        return new Turned(turn, finalized);
    }

    RootEpochs.Status status() {
        return epochs.status();
    }

    private int makeFinal() {
        return destructions.send(this::due).erasures();
    }

    private RecordRootKeys destroyed() {
        DestroyedRootKeys destroyed = epochs.destroyed();
        Instant now = moments.now();
        return new RecordRootKeys(destroyed.epochs(), transaction -> destroyed.execute(transaction, now), now);
    }

    private MakeFinal due() {
        FinalErasures due = epochs.due(FINAL_AT_ONCE);
        return new MakeFinal(due.erased(), due::execute, moments.now());
    }

    private void turnQuietly() {
        try {
            Turned turned = turn();
            log.info(
                    "Root epochs turned: {} shards, {} epochs destroyed, {} erasures final",
                    turned.turn().rotatedShards(),
                    turned.turn().destroyedEpochs().size(),
                    turned.finalized());
        } catch (RuntimeException e) {
            if (e instanceof ClockInDoubtException doubt) {
                log.info("Root epochs don't turn: {}", doubt.getMessage());
            } else if (e instanceof TemporarilyUnavailable) {
                log.warn("Root epochs could not turn; trying again in {} minutes", EVERY_MINUTES);
            } else {
                log.error("Root epochs could not turn; trying again in {} minutes", EVERY_MINUTES, e);
            }
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
