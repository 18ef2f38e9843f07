package org.lethe.access.disclosures;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureRefused;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

/// Say no to what lawful process wants. Who proposed it may do so too: it harms nobody.
///
/// @param words the reason, sealed
record RefuseDisclosure(ClientId client, DisclosureId disclosure, SealedNote words, String by, Instant at)
        implements Command<RefuseDisclosure.Refused> {

    record Refused() {}

    /// @throws NotAwaitingApprovalException if it waits for nobody, or no longer
    Refused decide(Decision decision) {
        DisclosureEntry entry = DisclosureEntry.of(client, decision.source(DisclosureEntry.criteria(disclosure)))
                .orElseThrow(NotFoundException::new);
        NotAwaitingApprovalException.refuseUnless(entry.state(new TwoPeople(decision), at));
        decision.append(
                words.event(), new LogEntry(client, new DisclosureRefused(disclosure, client, by), words.sealed()), at);
        return new Refused();
    }
}
