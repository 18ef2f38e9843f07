package org.lethe.access.disclosures;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Let a client disclose to somebody.
///
/// @param words name and reference of the contract
record RegisterRecipient(RecipientRegistered recipient, SealedNote words, Instant at)
        implements Command<RegisterRecipient.Registered> {
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);

    record Registered() {}

    /// @throws NotFoundException if there is no such client
    Registered decide(Decision decision) {
        ClientId client = recipient.client();
        if (decision.source(Criteria.of(EventTag.CLIENT, client, REGISTERED)).isEmpty()) {
            throw new NotFoundException();
        }
        decision.append(words.event(), new LogEntry(client, recipient, words.sealed()), at);
        return new Registered();
    }
}
