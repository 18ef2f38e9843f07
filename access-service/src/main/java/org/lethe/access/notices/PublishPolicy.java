package org.lethe.access.notices;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.access.notices.EffectiveTooEarlyException.EarliestLimit;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.PolicyPublished;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

/// Publish a policy. What is material is announced on the client's page by that, and effective once the notice period
/// is over: decided over the settings, so that a longer period set meanwhile lets it be decided anew.
///
/// @param effectiveFrom null for the earliest that is possible
/// @param text sealed to the event of the publication
record PublishPolicy(
        PolicyId policy,
        ClientId client,
        PolicyAudience audience,
        PolicyKind kind,
        String version,
        @Nullable Instant effectiveFrom,
        boolean material,
        SealedNote text,
        String by,
        Instant at)
        implements Command<PublishPolicy.Published> {
    /// By which everybody is told that something material is published.
    static final String PAGE = "page";

    private static final Criteria.Types CLIENT_LIFE = Criteria.types(ClientRegistered.class, ClientOffboarded.class);

    record Published(Instant effectiveFrom) {}

    private record Earliest(Instant at, EarliestLimit limit) {}

    /// @throws NotFoundException if there is no such client
    /// @throws ClientOffboardedException if it left
    /// @throws PolicyVersionTakenException if the audience has such a version
    /// @throws EffectiveTooEarlyException if it may not be effective that early
    Published decide(Decision decision) {
        List<Sourced> events = decision.source(EventCriteria.either(List.of(
                Policies.criteria(client),
                PrivacySettings.criteria(client),
                Criteria.of(EventTag.CLIENT, client, CLIENT_LIFE))));
        requireClient(events);
        Policies policies = Policies.of(client, events);
        policies.of(audience, version).ifPresent(first -> {
            throw new PolicyVersionTakenException(first.published().policy());
        });
        Instant from = effective(earliest(policies.of(audience, kind), PrivacySettings.of(client, events)));
        decision.append(
                text.event(),
                new LogEntry(
                        client,
                        new PolicyPublished(policy, client, audience, kind, version, from, material, by),
                        text.sealed()),
                at);
        if (material) {
            decision.append(client, new PolicyChangeAnnounced(policy, client, audience, PAGE, at, by), at);
        }
        return new Published(from);
    }

    private static void requireClient(List<Sourced> events) {
        if (events.stream().noneMatch(sourced -> sourced.event() instanceof ClientRegistered)) {
            throw new NotFoundException();
        }
        if (events.stream().anyMatch(sourced -> sourced.event() instanceof ClientOffboarded)) {
            throw new ClientOffboardedException();
        }
    }

    private Instant effective(Earliest earliest) {
        if (effectiveFrom == null) {
            return earliest.at().isAfter(at) ? earliest.at() : at;
        }
        if (effectiveFrom.isBefore(earliest.at())) {
            throw new EffectiveTooEarlyException(earliest.at(), earliest.limit());
        }
        return effectiveFrom;
    }

    /// @param before what it follows
    private Earliest earliest(List<Policy> before, PrivacySettings settings) {
        Earliest earliest;
        if (material) {
            Instant over = at.atZone(ZoneId.of(settings.zone()))
                    .plus(settings.noticePeriod())
                    .toInstant();
            earliest = new Earliest(over, EarliestLimit.NOTICE_PERIOD);
        } else {
            earliest = new Earliest(before.isEmpty() ? Instant.EPOCH : at, EarliestLimit.PUBLICATION);
        }
        if (before.isEmpty()) {
            return earliest;
        }
        Instant last = before.getLast().published().effectiveFrom();
        return last.isAfter(earliest.at()) ? new Earliest(last, EarliestLimit.EARLIER_POLICY) : earliest;
    }
}
