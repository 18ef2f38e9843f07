package org.lethe.access.notices;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;

/// What a client's page tells everybody.
public final class PublishedPolicies {
    private final EventLog log;
    private final PolicyWords words;

    public PublishedPolicies(Foundation foundation) {
        this.log = foundation.log();
        this.words = new PolicyWords(foundation.part(SealedWords.class));
    }

    /// For one audience, of one kind.
    ///
    /// @param inForce null where none is yet
    /// @param toCome what is published and effective later, the next first
    /// @param earlier what was in force, the newest first; what never was is left out
    public record Told(PolicyKind kind, @Nullable Version inForce, List<Version> toCome, List<Version> earlier) {
        public boolean isEmpty() {
            return inForce == null && toCome.isEmpty() && earlier.isEmpty();
        }
    }

    /// @param text null where nobody can read it any more, and of earlier ones
    /// @param until when another took its place; null where none did
    public record Version(
            String version,
            Instant effectiveFrom,
            @Nullable Instant until,
            @Nullable String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    public boolean hasAny(ClientId client) {
        return !log.lookUp(Policies.criteria(client)).isEmpty();
    }

    /// Audiences that something is published for.
    public List<PolicyAudience> audiences(ClientId client) {
        return policies(client).all().stream()
                .map(policy -> policy.published().audience())
                .distinct()
                .sorted()
                .toList();
    }

    public Told told(ClientId client, PolicyAudience audience, PolicyKind kind, Instant now) {
        Policies policies = policies(client);
        List<Policy> all = policies.of(audience, kind);
        Version inForce = null;
        List<Version> toCome = new ArrayList<>();
        List<Version> earlier = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Policy policy = all.get(i);
            switch (policies.state(policy, now)) {
                case IN_FORCE -> inForce = version(policy, null, text(client, policy));
                case TO_COME -> toCome.add(version(policy, null, text(client, policy)));
                case SUPERSEDED -> {
                    Instant until = all.get(i + 1).published().effectiveFrom();
                    if (until.isAfter(policy.published().effectiveFrom())) {
                        earlier.add(version(policy, until, null));
                    }
                }
            }
        }
        Collections.reverse(earlier);
        return new Told(kind, inForce, toCome, earlier);
    }

    private Policies policies(ClientId client) {
        return Policies.of(client, log.lookUp(Policies.criteria(client)));
    }

    private @Nullable String text(ClientId client, Policy policy) {
        return words.open(client, policy.source(), PolicyWords.TEXT);
    }

    private static Version version(Policy policy, @Nullable Instant until, @Nullable String text) {
        return new Version(policy.published().version(), policy.published().effectiveFrom(), until, text);
    }
}
