package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestPartFailed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// See how far a request is that is about one message: done, done for everybody but the legal holds that keep what was
/// there, or not possible. Settling it again changes nothing.
///
/// @param failure the type of the problem that it met; null where it met none
record SettleAmendment(
        ClientId client, RequestId request, @Nullable String failure, Instant at)
        implements Command<SettleAmendment.Settled> {
    private static final String PART = "message";

    record Settled(RequestState state) {}

    Settled decide(Decision decision) {
        List<Sourced> events = decision.source(Request.criteria(request)).stream()
                .filter(sourced -> sourced.entry().client().equals(client))
                .toList();
        Request known = Request.of(client, events).orElseThrow(NotFoundException::new);
        boolean waits = known.state() == RequestState.IN_PROGRESS || known.state() == RequestState.DEFERRED;
        if (!known.isOfOneMessage() || !waits) {
            return new Settled(known.state());
        }
        boolean done = false;
        Set<HoldId> holds = Set.of();
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case MessageCorrected _, DisagreementRecorded _, MessageScrubbed _ -> done = true;
                case MessageScrubDeferred deferred -> holds = Set.copyOf(deferred.holds());
                default -> {}
            }
        }
        if (done) {
            decision.append(client, new RequestFulfilled(request, client), at);
            return new Settled(RequestState.FULFILLED);
        }
        if (!holds.isEmpty() && !holds.equals(known.deferredFor())) {
            decision.append(client, new RequestDeferred(request, client, sorted(holds)), at);
            return new Settled(RequestState.DEFERRED);
        }
        RequestPartFailed before = known.failure();
        if (holds.isEmpty()
                && failure != null
                && (before == null || !before.reason().equals(failure))) {
            decision.append(client, new RequestPartFailed(request, client, PART, failure), at);
        }
        return new Settled(known.state());
    }

    private static List<HoldId> sorted(Set<HoldId> holds) {
        return holds.stream()
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
    }
}
