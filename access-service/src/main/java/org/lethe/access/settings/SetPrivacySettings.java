package org.lethe.access.settings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;
import org.lethe.web.PreconditionFailedException;

/// Set how a client's requests are handled. Its version is the one after that which the caller has seen.
///
/// @param brand sealed to this event; null without
record SetPrivacySettings(
        PrivacySettingsSet settings,
        EventId event,
        @Nullable Sealed brand,
        Instant at) implements Command<SetPrivacySettings.Set> {
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);

    record Set() {}

    /// @throws NotFoundException if there is no such client
    /// @throws PreconditionFailedException if the caller has not seen the newest
    /// @throws SlugTakenException if another client has the page's name, or had it
    Set decide(Decision decision) {
        ClientId client = settings.client();
        String slug = settings.slug();
        List<EventCriteria> wanted = new ArrayList<>(
                List.of(PrivacySettings.criteria(client), Criteria.of(EventTag.CLIENT, client, REGISTERED)));
        if (slug != null) {
            wanted.add(PrivacySettings.named(slug));
        }
        List<Sourced> events = decision.source(EventCriteria.either(wanted));
        if (events.stream().noneMatch(sourced -> sourced.event() instanceof ClientRegistered)) {
            throw new NotFoundException();
        }
        if (PrivacySettings.of(client, events).version() != settings.version() - 1) {
            throw new PreconditionFailedException();
        }
        if (events.stream().anyMatch(this::isOfAnother)) {
            throw new SlugTakenException();
        }
        decision.append(event, new LogEntry(client, settings, brand), at);
        return new Set();
    }

    private boolean isOfAnother(Sourced sourced) {
        return sourced.event() instanceof PrivacySettingsSet other
                && !other.client().equals(settings.client());
    }
}
