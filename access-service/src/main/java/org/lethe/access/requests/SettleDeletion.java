package org.lethe.access.requests;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// See how far an approved deletion is: done, or done for everybody but the legal holds that keep some of it. Settling
/// it again changes nothing.
record SettleDeletion(ClientId client, RequestId request, ConsumerId consumer, Instant at)
        implements Command<SettleDeletion.Settled> {
    private static final Criteria.Types GONE = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);
    private static final Criteria.Types LET_GO = Criteria.types(HeldContentReleased.class);

    record Settled(RequestState state) {}

    Settled decide(Decision decision) {
        List<Sourced> events = decision.source(
                EventCriteria.either(Request.criteria(request), Criteria.of(EventTag.CONSUMER, consumer, GONE)));
        Request known = Request.of(client, events).orElseThrow(NotFoundException::new);
        boolean waits = known.state() == RequestState.IN_PROGRESS || known.state() == RequestState.DEFERRED;
        if (known.type() != RequestType.DELETION || !waits) {
            return new Settled(known.state());
        }
        Optional<Set<HoldId>> keepers = keepers(events, decision);
        if (keepers.isEmpty()) {
            return new Settled(known.state()); // not carried out yet
        }
        if (keepers.get().isEmpty()) {
            decision.append(client, new RequestFulfilled(request, client), at);
            return new Settled(RequestState.FULFILLED);
        }
        if (!keepers.get().equals(known.deferredFor())) {
            List<HoldId> holds = keepers.get().stream()
                    .sorted((one, other) -> one.value().compareTo(other.value()))
                    .toList();
            decision.append(client, new RequestDeferred(request, client, holds), at);
        }
        return new Settled(RequestState.DEFERRED);
    }

    /// The legal holds whose escrow has something of it still.
    ///
    /// @return empty if nothing is destroyed yet
    private static Optional<Set<HoldId>> keepers(List<Sourced> events, Decision decision) {
        List<Escrowed> escrowed = new ArrayList<>();
        boolean gone = false;
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ConsumerErased erased -> {
                    gone = true;
                    escrowed.addAll(erased.escrowed() == null ? List.of() : erased.escrowed());
                }
                case ConsumerForgotten _ -> gone = true;
                default -> {}
            }
        }
        return gone ? Optional.of(keeping(escrowed, decision)) : Optional.empty();
    }

    /// Those that were released handed on what others keep.
    private static Set<HoldId> keeping(List<Escrowed> escrowed, Decision decision) {
        Set<HoldId> keeping = new HashSet<>();
        Set<HoldId> seen = new HashSet<>();
        Deque<HoldId> toLookAt =
                new ArrayDeque<>(escrowed.stream().map(Escrowed::hold).toList());
        while (!toLookAt.isEmpty()) {
            HoldId hold = toLookAt.pop();
            if (!seen.add(hold)) {
                continue;
            }
            Optional<HeldContentReleased> released = decision.source(Criteria.of(EventTag.HOLD, hold, LET_GO)).stream()
                    .map(Sourced::event)
                    .map(HeldContentReleased.class::cast)
                    .findFirst();
            if (released.isPresent()) {
                released.get().handedOn().forEach(one -> toLookAt.push(one.hold()));
            } else {
                keeping.add(hold);
            }
        }
        return keeping;
    }
}
