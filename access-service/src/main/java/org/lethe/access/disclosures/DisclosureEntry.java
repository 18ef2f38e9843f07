package org.lethe.access.disclosures;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureEvent;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureProposed;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.DisclosureRefused;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.people.TwoPeople;

/// An entry of the register as the log tells it.
///
/// @param begun by what it came to be, with its words
/// @param ended by what it was recorded or refused, where it was only proposed before; null until then
record DisclosureEntry(
        DisclosureId id,
        ClientId client,
        Disclosed what,
        Sourced begun,
        @Nullable Sourced ended) {

    static EventCriteria criteria(DisclosureId disclosure) {
        return Criteria.of(EventTag.DISCLOSURE, disclosure);
    }

    /// @param events what [#criteria] finds
    /// @return empty if there is no such entry of this client
    static Optional<DisclosureEntry> of(ClientId client, List<Sourced> events) {
        DisclosureEntry entry = null;
        for (Sourced sourced : events) {
            if (!(sourced.event() instanceof DisclosureEvent step)
                    || !step.client().equals(client)) {
                continue;
            }
            entry = switch (step) {
                case DisclosureProposed proposed ->
                    new DisclosureEntry(proposed.disclosure(), client, proposed.what(), sourced, null);
                case DisclosureRecorded recorded ->
                    entry == null
                            ? new DisclosureEntry(recorded.disclosure(), client, recorded.what(), sourced, null)
                            : entry.endedBy(sourced);
                case DisclosureRefused _ -> entry == null ? null : entry.endedBy(sourced);
            };
        }
        return Optional.ofNullable(entry);
    }

    private DisclosureEntry endedBy(Sourced sourced) {
        return new DisclosureEntry(id, client, what, begun, sourced);
    }

    /// Who brought it.
    String by() {
        return ((DisclosureEvent) begun.event()).by();
    }

    boolean wasProposed() {
        return begun.event() instanceof DisclosureProposed;
    }

    Instant lapsesAt() {
        return begun.decidedAt().plus(TwoPeople.COUNTS_FOR);
    }

    DisclosureState state(TwoPeople people, Instant now) {
        if (!wasProposed()) {
            return DisclosureState.RECORDED;
        }
        if (ended != null) {
            return ended.event() instanceof DisclosureRefused ? DisclosureState.REFUSED : DisclosureState.RECORDED;
        }
        return people.counts(by(), begun.decidedAt(), now) ? DisclosureState.AWAITING_APPROVAL : DisclosureState.LAPSED;
    }
}
