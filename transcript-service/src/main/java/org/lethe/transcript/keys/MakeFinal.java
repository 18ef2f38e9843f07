package org.lethe.transcript.keys;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.TransactionStep;
import org.lethe.keyring.ErasedForGood;

/// Put on record that destroyed keys are out of reach of every backup.
///
/// @param deed makes their tombstones final in the commit that says so
record MakeFinal(List<ErasedForGood> erasures, TransactionStep deed, Instant at) implements Command<MakeFinal.Made> {

    record Made(int erasures) {}

    Made decide(Decision decision) {
        for (ErasedForGood erased : erasures) {
            decision.append(
                    EventId.random(),
                    LogEntry.of(
                            erased.client(),
                            new ErasureFinal(erased.key(), key(erased), erased.event(), erased.epoch(), at)),
                    at);
        }
        if (!erasures.isEmpty()) {
            decision.attach(deed);
        }
        return new Made(erasures.size());
    }

    /// As in `KeyDestroyed`.
    private static String key(ErasedForGood erased) {
        return switch (erased.key().kind()) {
            case BUCKET, CLIENT -> erased.client() + "/" + erased.naturalKey();
            case CONSUMER, CONVERSATION, HOLD, BLIND_INDEX -> erased.naturalKey();
        };
    }
}
