package org.lethe.access.notices;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

/// Put on record that people were told of a policy, by another way than the page.
///
/// @param recipients who they were, sealed
record AnnouncePolicyChange(
        ClientId client,
        PolicyId policy,
        String channel,
        Instant announcedAt,
        SealedNote recipients,
        String by,
        Instant at)
        implements Command<AnnouncePolicyChange.Announced> {
    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);

    record Announced() {}

    /// @throws NotFoundException if this client has no such policy
    /// @throws ClientOffboardedException if it left
    Announced decide(Decision decision) {
        List<Sourced> events = decision.source(
                EventCriteria.either(List.of(Policies.criteria(policy), Criteria.of(EventTag.CLIENT, client, LEFT))));
        Policy told = Policies.of(client, events).of(policy).orElseThrow(NotFoundException::new);
        if (events.stream().anyMatch(sourced -> sourced.event() instanceof ClientOffboarded)) {
            throw new ClientOffboardedException();
        }
        PolicyChangeAnnounced announced =
                new PolicyChangeAnnounced(policy, client, told.published().audience(), channel, announcedAt, by);
        decision.append(recipients.event(), new LogEntry(client, announced, recipients.sealed()), at);
        return new Announced();
    }
}
