package org.lethe.transcript.escrow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.HeldContentReleased.Gone;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Escrow;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestruction;
import org.lethe.web.Moments;

/// Destroy a released hold's key H, and with it what its escrow alone kept readable. What holds in force cover too is
/// handed on to them in the same commit.
///
/// @param order the release
record DestroyHoldKey(ClientId client, HoldId hold, EventId order) implements Command<DestroyHoldKey.Destroyed> {
    private static final Criteria.Types DESTROYED = Criteria.types(KeyDestroyed.class);
    private static final String REASON = "hold-released";

    record Destroyed() {}

    Destroyed decide(KeyDestroyer keys, Moments moments, Decision decision) {
        List<Sourced> events = decision.source(
                EventCriteria.either(Criteria.of(EventTag.HOLD, hold, DESTROYED), HoldsInForce.criteria(client)));
        KeyDestruction destruction = keys.destruction(client, KeyKind.HOLD, hold.toString());
        boolean destroyedBefore = events.stream().anyMatch(sourced -> sourced.event() instanceof KeyDestroyed);
        if (destroyedBefore || destruction.alreadyDestroyed().isPresent()) {
            return new Destroyed();
        }
        HoldsInForce holds = HoldsInForce.of(events);
        List<ContentScope> kept = keys.escrow(client, hold);
        List<Escrow> takers = takers(keys, holds, kept);
        EventId event = EventId.random();
        Instant at = moments.now(); // of the deed: what is handed on may be much
        decision.append(event, LogEntry.of(client, new KeyDestroyed(destruction.key(), hold.toString(), order)), at);
        if (!kept.isEmpty()) {
            decision.append(client, released(gone(keys, holds, kept), takers, at), at);
        }
        decision.attach(transaction -> {
            destruction.execute(transaction, event, REASON);
            keys.stopFollowing(transaction, client, holds.consumers());
        });
        return new Destroyed();
    }

    /// One for each hold in force that covers some of it.
    private List<Escrow> takers(KeyDestroyer keys, HoldsInForce holds, List<ContentScope> kept) {
        List<Escrow> takers = new ArrayList<>();
        holds.scopes().forEach((other, scope) -> {
            Set<ContentScope> covered = new HashSet<>();
            for (ContentScope content : kept) {
                if (HoldsInForce.covers(scope, content) && isKept(holds, content)) {
                    covered.add(content);
                }
            }
            if (!covered.isEmpty()) {
                takers.add(keys.prepareEscrow(client, other, covered, holds.keepers()));
            }
        });
        takers.sort(Comparator.comparing(escrow -> escrow.hold().value()));
        return takers;
    }

    private Collection<ContentScope> gone(KeyDestroyer keys, HoldsInForce holds, List<ContentScope> kept) {
        Set<ContentScope> gone = new HashSet<>(keys.unreadable(kept));
        gone.removeIf(content -> isKept(holds, content));
        return gone;
    }

    /// Whether holds kept it from this one's release until now, without a gap.
    private boolean isKept(HoldsInForce holds, ContentScope content) {
        HoldHistory history = holds.history();
        Optional<Long> released = history.released(hold);
        return released.isPresent()
                && history.keepsSince(released.get(), content.bucket(), content.consumer(), content.conversation());
    }

    private HeldContentReleased released(Collection<ContentScope> gone, List<Escrow> takers, Instant at) {
        Map<String, Integer> byBucket = gone.stream()
                .collect(Collectors.groupingBy(
                        content -> content.bucket().wireName(), TreeMap::new, Collectors.summingInt(_ -> 1)));
        return new HeldContentReleased(
                hold,
                client,
                order,
                byBucket.entrySet().stream()
                        .map(one -> new Gone(Bucket.ofWireName(one.getKey()), one.getValue()))
                        .toList(),
                takers.stream()
                        .filter(taker -> taker.contents() > 0)
                        .map(taker -> new Escrowed(taker.hold(), taker.contents()))
                        .toList(),
                at);
    }
}
