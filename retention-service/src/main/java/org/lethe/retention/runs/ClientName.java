package org.lethe.retention.runs;

import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ClientRenamed;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// What a client is called now.
final class ClientName {
    private static final Criteria.Types NAMED = Criteria.types(ClientRegistered.class, ClientRenamed.class);

    private ClientName() {}

    static String of(EventLog log, ClientId client) {
        String name = client.toString();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CLIENT, client, NAMED))) {
            if (sourced.event() instanceof ClientRegistered registered) {
                name = registered.name();
            } else if (sourced.event() instanceof ClientRenamed renamed) {
                name = renamed.name();
            }
        }
        return name;
    }
}
