package org.lethe.retention.holds;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LegalHoldPolicyChangeRequested;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.people.TwoPeople;

/// Say whether it takes two people to end a client's holds. To switch that off takes two people itself ([TwoPeople]):
/// the first only asks for it. Saying what holds already changes nothing.
record SetHoldPolicy(ClientId client, boolean twoPersonRelease, String by, Instant at)
        implements Command<SetHoldPolicy.Outcome> {

    /// @param policy that is in force now
    /// @param waits whether somebody else has to agree first
    record Outcome(HoldPolicy policy, boolean waits) {}

    Outcome decide(Decision decision) {
        List<Sourced> events = decision.source(HoldPolicy.criteria(client));
        HoldPolicy present = HoldPolicy.of(events);
        if (present.twoPersonRelease() == twoPersonRelease) {
            return new Outcome(present, false);
        }
        if (!twoPersonRelease) {
            TwoPeople people = new TwoPeople(decision);
            Sourced asked = lastAsked(events);
            String first = asked == null ? null : ((LegalHoldPolicyChangeRequested) asked.event()).by();
            if (first == null
                    || !people.counts(first, Objects.requireNonNull(asked).decidedAt(), at)) {
                decision.append(client, new LegalHoldPolicyChangeRequested(client, false, by), at);
                return new Outcome(present, true);
            }
            if (!people.areTwo(first, by)) {
                throw new ReleaseNeedsAnotherException();
            }
        }
        decision.append(client, new LegalHoldPolicySet(client, twoPersonRelease, by), at);
        return new Outcome(new HoldPolicy(twoPersonRelease), false);
    }

    /// A request before the policy was last set is answered.
    private static @Nullable Sourced lastAsked(List<Sourced> events) {
        Sourced asked = null;
        for (Sourced sourced : events) {
            if (sourced.event() instanceof LegalHoldPolicyChangeRequested) {
                asked = sourced;
            } else if (sourced.event() instanceof LegalHoldPolicySet) {
                asked = null;
            }
        }
        return asked;
    }
}
