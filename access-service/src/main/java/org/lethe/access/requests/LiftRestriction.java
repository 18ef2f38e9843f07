package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RestrictionLifted;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Let what is held of a consumer be read again as before. Lifting it again changes nothing.
record LiftRestriction(ClientId client, ConsumerId consumer, String by, Instant at)
        implements Command<LiftRestriction.Lifted> {
    private static final Criteria.Types TYPES =
            Criteria.types(ConsumerIdentified.class, ProcessingRestricted.class, RestrictionLifted.class);

    record Lifted() {}

    Lifted decide(Decision decision) {
        boolean known = false;
        boolean restricted = false;
        for (Sourced sourced : decision.source(Criteria.of(EventTag.CONSUMER, consumer, TYPES))) {
            known |= sourced.entry().client().equals(client);
            restricted = switch (sourced.event()) {
                case ProcessingRestricted _ -> true;
                case RestrictionLifted _ -> false;
                default -> restricted;
            };
        }
        if (!known) {
            throw new NotFoundException();
        }
        if (restricted) {
            decision.append(client, new RestrictionLifted(consumer, client, by), at);
        }
        return new Lifted();
    }
}
