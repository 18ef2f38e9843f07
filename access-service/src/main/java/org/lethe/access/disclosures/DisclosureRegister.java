package org.lethe.access.disclosures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lethe.access.packages.PackageFacts;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RecipientId;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;

/// What the register tells consumers of themselves.
public final class DisclosureRegister {
    private static final Criteria.Types RECORDED = Criteria.types(DisclosureRecorded.class);

    private final EventLog log;
    private final DisclosureWords words;

    public DisclosureRegister(Foundation foundation) {
        this.log = foundation.log();
        this.words = new DisclosureWords(foundation.part(SealedWords.class));
    }

    /// What of a consumer left, the oldest first. What must not be told yet is not among it, nor that there is
    /// something.
    public List<PackageFacts.Disclosure> of(ClientId client, ConsumerId consumer, Instant now) {
        Map<RecipientId, String> names = new HashMap<>();
        List<PackageFacts.Disclosure> told = new ArrayList<>();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, RECORDED))) {
            if (sourced.event() instanceof DisclosureRecorded recorded
                    && recorded.client().equals(client)
                    && recorded.what().mayBeTold(now)) {
                told.add(told(client, recorded, sourced.recordedAt(), names));
            }
        }
        return told;
    }

    private PackageFacts.Disclosure told(
            ClientId client, DisclosureRecorded recorded, Instant at, Map<RecipientId, String> names) {
        Map<String, String> said = DisclosureEntry.of(
                        client, log.lookUp(DisclosureEntry.criteria(recorded.disclosure())))
                .map(entry -> words.open(client, entry.begun()))
                .orElse(Map.of());
        return new PackageFacts.Disclosure(
                at,
                names.computeIfAbsent(recorded.what().recipient(), id -> name(client, id)),
                recorded.what().ground().wireName(),
                said.getOrDefault(DisclosureWords.PURPOSE, ""),
                recorded.what().categories(),
                recorded.what().region(),
                said.get(DisclosureWords.REFERENCE));
    }

    private String name(ClientId client, RecipientId id) {
        return Recipient.of(client, log.lookUp(Recipient.criteria(id)))
                .flatMap(recipient -> Optional.ofNullable(
                        words.open(client, recipient.source()).get(DisclosureWords.NAME)))
                .orElse(id.toString());
    }
}
