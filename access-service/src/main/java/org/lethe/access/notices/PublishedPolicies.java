package org.lethe.access.notices;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    /// What one audience is told.
    public record OfAudience(PolicyAudience audience, Told policy, Told ownership) {}

    /// Policies that follow one another.
    ///
    /// @param inForce null where none is yet
    /// @param toCome what is published and effective later, the next first
    /// @param earlier what was in force, the newest first; what never was is left out
    public record Told(@Nullable Version inForce, List<Version> toCome, List<Version> earlier) {}

    /// @param until when another took its place; null where none did
    /// @param text null where nobody can read it any more, of earlier ones, and in overviews
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

    /// Each audience that something is published for, without texts.
    public List<OfAudience> overview(ClientId client, Instant now) {
        Policies policies = policies(client);
        return policies.all().stream()
                .map(policy -> policy.published().audience())
                .distinct()
                .sorted()
                .map(audience -> told(policies, audience, now, _ -> null))
                .toList();
    }

    /// @return empty if nothing was ever published for this audience
    public Optional<OfAudience> of(ClientId client, PolicyAudience audience, Instant now) {
        Policies policies = policies(client);
        return policies.all().stream().anyMatch(policy -> policy.published().audience() == audience)
                ? Optional.of(
                        told(policies, audience, now, policy -> words.open(client, policy.source(), PolicyWords.TEXT)))
                : Optional.empty();
    }

    private Policies policies(ClientId client) {
        return Policies.of(client, log.lookUp(Policies.criteria(client)));
    }

    private static OfAudience told(
            Policies policies, PolicyAudience audience, Instant now, Function<Policy, @Nullable String> text) {
        return new OfAudience(
                audience,
                told(policies, policies.of(audience, PolicyKind.POLICY), now, text),
                told(policies, policies.of(audience, PolicyKind.OWNERSHIP), now, text));
    }

    private static Told told(
            Policies policies, List<Policy> following, Instant now, Function<Policy, @Nullable String> text) {
        Version inForce = null;
        List<Version> toCome = new ArrayList<>();
        List<Version> earlier = new ArrayList<>();
        for (int i = 0; i < following.size(); i++) {
            Policy policy = following.get(i);
            switch (policies.state(policy, now)) {
                case IN_FORCE -> inForce = version(policy, null, text.apply(policy));
                case TO_COME -> toCome.add(version(policy, null, text.apply(policy)));
                case SUPERSEDED -> {
                    Instant until = following.get(i + 1).published().effectiveFrom();
                    if (until.isAfter(policy.published().effectiveFrom())) {
                        earlier.add(version(policy, until, null));
                    }
                }
            }
        }
        Collections.reverse(earlier);
        return new Told(inForce, toCome, earlier);
    }

    private static Version version(Policy policy, @Nullable Instant until, @Nullable String text) {
        return new Version(policy.published().version(), policy.published().effectiveFrom(), until, text);
    }
}
