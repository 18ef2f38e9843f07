package org.lethe.access.notices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.PolicyPublished;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// All that a client published, in the order in which it did.
record Policies(List<Policy> all) {
    private static final Criteria.Types PUBLISHED = Criteria.types(PolicyPublished.class);
    private static final Criteria.Types ANNOUNCED = Criteria.types(PolicyChangeAnnounced.class);

    static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.POLICIES_OF, client, PUBLISHED);
    }

    static EventCriteria criteria(PolicyId policy) {
        return Criteria.of(EventTag.POLICY, policy, PUBLISHED);
    }

    static EventCriteria announcements(PolicyId policy) {
        return Criteria.of(EventTag.POLICY, policy, ANNOUNCED);
    }

    /// @param events what [#criteria] finds; others are passed over
    static Policies of(ClientId client, List<Sourced> events) {
        return new Policies(events.stream()
                .filter(sourced -> sourced.event() instanceof PolicyPublished published
                        && published.client().equals(client))
                .map(sourced -> new Policy((PolicyPublished) sourced.event(), sourced))
                .toList());
    }

    Optional<Policy> of(PolicyId id) {
        return all.stream()
                .filter(policy -> policy.published().policy().equals(id))
                .findFirst();
    }

    Optional<Policy> of(PolicyAudience audience, String version) {
        return all.stream()
                .filter(policy -> policy.published().audience() == audience
                        && policy.published().version().equals(version))
                .findFirst();
    }

    /// Those that follow one another.
    List<Policy> of(PolicyAudience audience, PolicyKind kind) {
        return all.stream()
                .filter(policy -> policy.published().audience() == audience
                        && policy.published().kind() == kind)
                .toList();
    }

    /// Effective dates never run backwards. So what took a policy's place is the one published next to it, from its own
    /// date on; one that has the same date takes it before it was ever in force.
    PolicyState state(Policy policy, Instant now) {
        Instant from = policy.published().effectiveFrom();
        boolean superseded = all.stream()
                .filter(other -> other.follows(policy))
                .dropWhile(other -> !other.equals(policy))
                .skip(1)
                .map(other -> other.published().effectiveFrom())
                .anyMatch(other -> other.equals(from) || !other.isAfter(now));
        if (superseded) {
            return PolicyState.SUPERSEDED;
        }
        return from.isAfter(now) ? PolicyState.TO_COME : PolicyState.IN_FORCE;
    }
}
