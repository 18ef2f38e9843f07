package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureEvent;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureProposed;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;

/// Put on record that something of consumers leaves; only proposed where lawful process wants it. Decided over the
/// opt-outs of all who are concerned: one that comes meanwhile lets it be decided anew.
///
/// @param words purpose and reference of the paper, sealed for the event that [#eventOf] names
record RecordDisclosure(
        ClientId client, DisclosureId disclosure, Disclosed what, SealedNote words, String by, Instant at)
        implements Command<RecordDisclosure.Outcome> {
    private static final Criteria.Types WITHDRAWN = Criteria.types(ConsentWithdrawn.class);

    /// Uses that are disclosures.
    private static final Set<String> USES = Set.of("partners", "sale");

    /// @param waits whether somebody else has to approve it first
    record Outcome(boolean waits) {}

    /// What comes of it.
    static Class<? extends DisclosureEvent> eventOf(Disclosed what) {
        return what.ground().isLawfulProcess() ? DisclosureProposed.class : DisclosureRecorded.class;
    }

    /// @throws RecipientUnknownException if this client knows no such recipient
    /// @throws ContractEndedException if the contract with them is over
    /// @throws OptedOutException if it stands on consent, and somebody withdrew theirs
    Outcome decide(Decision decision) {
        Recipient recipient = Recipient.of(client, decision.source(Recipient.criteria(what.recipient())))
                .orElseThrow(RecipientUnknownException::new);
        LocalDate endedOn = recipient.endedOn(at);
        if (endedOn != null) {
            throw ContractEndedException.inBody(endedOn);
        }
        refuseOptedOut(decision);
        boolean waits = what.ground().isLawfulProcess();
        DisclosureEvent event = waits
                ? new DisclosureProposed(disclosure, client, what, by)
                : new DisclosureRecorded(disclosure, client, what, null, by);
        decision.append(words.event(), new LogEntry(client, event, words.sealed()), at);
        return new Outcome(waits);
    }

    private void refuseOptedOut(Decision decision) {
        if (!what.ground().yieldsToOptOut()) {
            return;
        }
        List<EventCriteria> withdrawn = what.consumers().stream()
                .map(consumer -> Criteria.of(EventTag.CONSUMER, consumer, WITHDRAWN))
                .toList();
        Set<ConsumerId> optedOut = new LinkedHashSet<>();
        decision.source(EventCriteria.either(withdrawn)).stream()
                .flatMap(this::optedOut)
                .forEach(optedOut::add);
        if (!optedOut.isEmpty()) {
            throw new OptedOutException(List.copyOf(optedOut));
        }
    }

    private Stream<ConsumerId> optedOut(Sourced sourced) {
        return sourced.event() instanceof ConsentWithdrawn withdrawn
                        && withdrawn.client().equals(client)
                        && withdrawn.uses().stream().anyMatch(USES::contains)
                ? Stream.of(withdrawn.consumer())
                : Stream.empty();
    }
}
