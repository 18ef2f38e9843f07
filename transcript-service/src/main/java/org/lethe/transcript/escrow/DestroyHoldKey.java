package org.lethe.transcript.escrow;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestruction;

/// Destroy a released hold's key H, and with it what its escrow kept readable.
///
/// @param order the release
record DestroyHoldKey(ClientId client, HoldId hold, EventId order, Instant at)
        implements Command<DestroyHoldKey.Destroyed> {
    private static final Criteria.Types DESTROYED = Criteria.types(KeyDestroyed.class);
    private static final String REASON = "hold-released";

    record Destroyed() {}

    Destroyed decide(KeyDestroyer keys, Decision decision) {
        KeyDestruction destruction = keys.destruction(client, KeyKind.HOLD, hold.toString());
        boolean destroyedBefore =
                !decision.source(Criteria.of(EventTag.HOLD, hold, DESTROYED)).isEmpty();
        if (!destroyedBefore && destruction.alreadyDestroyed().isEmpty()) {
            EventId event = EventId.random();
            decision.append(
                    event, LogEntry.of(client, new KeyDestroyed(destruction.key(), hold.toString(), order)), at);
            decision.attach(transaction -> {
                destruction.execute(transaction, event, REASON);
                keys.releaseEscrow(transaction, client, hold);
            });
        }
        return new Destroyed();
    }
}
