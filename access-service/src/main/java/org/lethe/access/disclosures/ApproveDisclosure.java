package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

/// A second person says yes to what lawful process wants.
record ApproveDisclosure(ClientId client, DisclosureId disclosure, String by, Instant at)
        implements Command<ApproveDisclosure.Approved> {

    record Approved() {}

    /// @throws NotAwaitingApprovalException if it waits for nobody, or no longer
    /// @throws ApprovalNeedsAnotherException if who approves is who proposed, as far as the log tells
    /// @throws ContractEndedException if the contract with the recipient ended meanwhile
    Approved decide(Decision decision) {
        DisclosureEntry entry = DisclosureEntry.of(client, decision.source(DisclosureEntry.criteria(disclosure)))
                .orElseThrow(NotFoundException::new);
        TwoPeople people = new TwoPeople(decision);
        NotAwaitingApprovalException.refuseUnless(entry.state(people, at));
        if (!people.areTwo(entry.by(), by)) {
            throw new ApprovalNeedsAnotherException();
        }
        LocalDate endedOn = Recipient.of(
                        client, decision.source(Recipient.criteria(entry.what().recipient())))
                .orElseThrow(RecipientUnknownException::new)
                .endedOn(at);
        if (endedOn != null) {
            throw ContractEndedException.meanwhile(endedOn);
        }
        decision.append(client, new DisclosureRecorded(disclosure, client, entry.what(), entry.by(), by), at);
        return new Approved();
    }
}
