package org.lethe.transcript.keys;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RootKeyDestroyed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.TransactionStep;

/// Put on record that root keys are destroyed.
///
/// @param deed records it beside the keys in the commit that says so
record RecordRootKeys(List<Integer> epochs, TransactionStep deed, Instant at)
        implements Command<RecordRootKeys.Recorded> {

    record Recorded(int rootKeys) {}

    Recorded decide(Decision decision) {
        for (int epoch : epochs) {
            decision.append(ClientId.PLATFORM, new RootKeyDestroyed(epoch, at), at);
        }
        if (!epochs.isEmpty()) {
            decision.attach(deed);
        }
        return new Recorded(epochs.size());
    }
}
