package org.lethe.retention.holds;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;

/// Say whether it takes two people to end a client's holds. Saying what holds already changes nothing.
record SetHoldPolicy(ClientId client, boolean twoPersonRelease, String by, Instant at) implements Command<HoldPolicy> {

    HoldPolicy decide(Decision decision) {
        HoldPolicy present = HoldPolicy.of(decision.source(HoldPolicy.criteria(client)));
        if (present.twoPersonRelease() != twoPersonRelease) {
            decision.append(client, new LegalHoldPolicySet(client, twoPersonRelease, by), at);
        }
        return new HoldPolicy(twoPersonRelease);
    }
}
