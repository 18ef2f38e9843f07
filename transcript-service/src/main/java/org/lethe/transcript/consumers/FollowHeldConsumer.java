package org.lethe.transcript.consumers;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.transcript.escrow.HoldsInForce;

/// Let the holds that name somebody follow them: they were erased, and somebody new is known by the same identifiers.
/// Doing it again changes nothing.
///
/// @param formerly who was known by them, and was erased under a hold
record FollowHeldConsumer(ClientId client, ConsumerId consumer, Set<ConsumerId> formerly, Instant at)
        implements Command<FollowHeldConsumer.Followed> {

    record Followed() {}

    Followed decide(Decision decision) {
        HoldsInForce holds = HoldsInForce.of(decision.source(HoldsInForce.criteria(client)));
        List<ConsumerId> named = formerly.stream()
                .filter(former -> holds.scopes().values().stream()
                        .anyMatch(scope -> scope.consumers().contains(former)
                                && !scope.consumers().contains(consumer)))
                .sorted(Comparator.comparing(ConsumerId::value))
                .toList();
        if (!named.isEmpty()) {
            decision.append(client, new HeldConsumerReturned(client, consumer, named), at);
        }
        return new Followed();
    }
}
