package org.lethe.transcript.clients;

import java.time.Instant;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

/// Looks clients up in the log, from memory where it knows them.
public final class Clients {
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class, ClientOffboarded.class);

    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);

    private final EventLog log;

    public Clients(EventLog log) {
        this.log = log;
    }

    /// A client that exists.
    public record Registered(ClientId id, String name, String region, boolean offboarded) {}

    /// @throws NotFoundException if there is no such client
    public Registered get(ClientId id) {
        Registered found = find(id);
        if (found == null) {
            throw new NotFoundException();
        }
        return found;
    }

    /// A client that content may be taken for.
    ///
    /// @throws NotFoundException if there is no such client
    /// @throws ClientOffboardedException if it has left
    public Registered active(ClientId id) {
        Registered found = get(id);
        if (found.offboarded()) {
            throw new ClientOffboardedException();
        }
        return found;
    }

    /// When it left, as the log has it.
    Optional<Instant> leftAt(ClientId client) {
        return log.lookUp(left(client)).stream().map(Sourced::recordedAt).findFirst();
    }

    /// What decides over whatever is new of a client: that it left. Nothing slips in behind that.
    public static EventCriteria left(ClientId client) {
        return Criteria.of(EventTag.CLIENT, client, LEFT);
    }

    private @Nullable Registered find(ClientId id) {
        Registered found = null;
        boolean offboarded = false;
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CLIENT, id, REGISTERED))) {
            switch (sourced.event()) {
                case ClientRegistered registered ->
                    found = new Registered(registered.client(), registered.name(), registered.region(), false);
                case ClientOffboarded left -> offboarded = true;
                default -> {}
            }
        }
        return found == null || !offboarded ? found : new Registered(found.id(), found.name(), found.region(), true);
    }
}
