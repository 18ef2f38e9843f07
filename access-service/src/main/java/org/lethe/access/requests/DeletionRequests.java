package org.lethe.access.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// Finds the requests that something which was destroyed may complete.
final class DeletionRequests {
    private static final Criteria.Types RECEIVED = Criteria.types(RequestReceived.class);
    private static final Criteria.Types DEFERRED = Criteria.types(RequestDeferred.class);

    private final EventLog log;

    DeletionRequests(EventLog log) {
        this.log = log;
    }

    /// All deletions that were asked of a consumer, however they stand.
    List<Request> of(ConsumerId consumer) {
        List<Request> requests = new ArrayList<>();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, RECEIVED))) {
            if (sourced.event() instanceof RequestReceived received && received.type() == RequestType.DELETION) {
                find(received.client(), received.request()).ifPresent(requests::add);
            }
        }
        return requests;
    }

    /// Those that a hold defers, or has deferred.
    List<Request> deferredFor(ClientId client, HoldId hold) {
        List<Request> requests = new ArrayList<>();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.REQUESTS_OF, client, DEFERRED))) {
            if (sourced.event() instanceof RequestDeferred deferred
                    && deferred.holds().contains(hold)) {
                find(client, deferred.request()).ifPresent(requests::add);
            }
        }
        return requests;
    }

    private Optional<Request> find(ClientId client, RequestId id) {
        return Request.of(client, log.lookUp(Request.criteria(id)));
    }
}
