package org.lethe.transcript.clients;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Let a client go. Nothing new is taken for it; what is kept goes by its schedule. Again: the first answer.
record OffboardClient(ClientId client, String by, Instant at) implements Command<OffboardClient.Offboarded> {
    private static final Criteria.Types TYPES = Criteria.types(ClientRegistered.class, ClientOffboarded.class);

    record Offboarded(Instant at) {}

    Offboarded decide(Decision decision) {
        boolean registered = false;
        for (Sourced sourced : decision.source(Criteria.of(EventTag.CLIENT, client, TYPES))) {
            switch (sourced.event()) {
                case ClientRegistered there -> registered = true;
                case ClientOffboarded before -> {
                    return new Offboarded(sourced.recordedAt());
                }
                default -> {}
            }
        }
        if (!registered) {
            throw new NotFoundException();
        }
        decision.append(client, new ClientOffboarded(client, by), at);
        return new Offboarded(at);
    }
}
