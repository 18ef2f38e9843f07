package org.lethe.transcript.clients;

import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.NotFoundException;

/// Looks clients up in the log, from memory where it knows them.
public final class Clients {
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);

    private final EventLog log;

    public Clients(EventLog log) {
        this.log = log;
    }

    /// A client that exists.
    public record Registered(ClientId id, String name, String region) {}

    /// @throws NotFoundException if there is no such client
    public Registered get(ClientId id) {
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CLIENT, id, REGISTERED))) {
            if (sourced.event() instanceof ClientRegistered registered) {
                return new Registered(registered.client(), registered.name(), registered.region());
            }
        }
        throw new NotFoundException();
    }
}
