package org.lethe.retention.holds;

import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LegalHoldPolicyChangeRequested;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Whether it takes two people to end a client's holds. One is enough until somebody says otherwise.
record HoldPolicy(boolean twoPersonRelease) {
    private static final Criteria.Types TYPES =
            Criteria.types(ClientRegistered.class, LegalHoldPolicySet.class, LegalHoldPolicyChangeRequested.class);

    static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.CLIENT, client, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    /// @throws NotFoundException if there is no such client
    static HoldPolicy of(List<Sourced> events) {
        boolean registered = false;
        boolean two = false;
        for (Sourced sourced : events) {
            registered |= sourced.event() instanceof ClientRegistered;
            if (sourced.event() instanceof LegalHoldPolicySet set) {
                two = set.twoPersonRelease();
            }
        }
        if (!registered) {
            throw new NotFoundException();
        }
        return new HoldPolicy(two);
    }
}
