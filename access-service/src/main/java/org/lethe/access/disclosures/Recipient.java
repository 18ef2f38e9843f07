package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RecipientId;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// Somebody to whom a client may disclose, as the log tells it.
///
/// @param source the event, with its words
record Recipient(RecipientRegistered registered, Sourced source) {
    private static final Criteria.Types REGISTERED = Criteria.types(RecipientRegistered.class);

    static EventCriteria criteria(RecipientId recipient) {
        return Criteria.of(EventTag.RECIPIENT, recipient, REGISTERED);
    }

    static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.DISCLOSURES_OF, client, REGISTERED);
    }

    /// @param events what [#criteria] finds
    static List<Recipient> all(ClientId client, List<Sourced> events) {
        return events.stream()
                .filter(sourced -> sourced.event() instanceof RecipientRegistered registered
                        && registered.client().equals(client))
                .map(sourced -> new Recipient((RecipientRegistered) sourced.event(), sourced))
                .toList();
    }

    /// @return empty if there is no such recipient of this client
    static Optional<Recipient> of(ClientId client, List<Sourced> events) {
        return all(client, events).stream().findFirst();
    }

    RecipientId id() {
        return registered.recipient();
    }

    /// The last day of a contract that is over; null while it is in force, and where there is none.
    @Nullable
    LocalDate endedOn(Instant now) {
        LocalDate ends = registered.contractEnds();
        return ends != null && LocalDate.ofInstant(now, ZoneOffset.UTC).isAfter(ends) ? ends : null;
    }

    long position() {
        return Objects.requireNonNull(source.position()).position();
    }
}
