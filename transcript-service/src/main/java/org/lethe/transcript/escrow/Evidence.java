package org.lethe.transcript.escrow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EvidenceHistory;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// What open requests of a client keep against retention. Who sources [#criteria] before expiring loses to a request
/// that comes meanwhile.
///
/// @param protections in force, by their holds
public record Evidence(Map<HoldId, EvidenceProtected> protections, Map<HoldId, HoldScope> scopes) {
    private static final Criteria.Types TYPES = Criteria.types(EvidenceProtected.class, EvidenceLetGo.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.REQUESTS_OF, client, TYPES);
    }

    /// That of one consumer alone.
    public static EventCriteria criteria(ConsumerId consumer) {
        return Criteria.of(EventTag.CONSUMER, consumer, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    public static Evidence of(List<Sourced> events) {
        EvidenceHistory history = new EvidenceHistory();
        Map<HoldId, EvidenceProtected> protections = new HashMap<>();
        for (Sourced sourced : events) {
            history.apply(sourced.event());
            if (sourced.event() instanceof EvidenceProtected kept) {
                protections.put(kept.hold(), kept);
            }
        }
        protections.keySet().retainAll(history.inForce().keySet());
        return new Evidence(protections, history.inForce());
    }

    /// The hold under which a request keeps what it has to deliver, while it does.
    public static Optional<HoldId> hold(EventLog log, ClientId client, RequestId request) {
        return of(log.lookUp(Criteria.of(EventTag.REQUEST, request, TYPES))).protections().values().stream()
                .filter(kept -> kept.client().equals(client))
                .map(EvidenceProtected::hold)
                .findFirst();
    }

    /// What is kept of a consumer.
    public List<EvidenceProtected> of(ConsumerId consumer) {
        return protections.values().stream()
                .filter(kept -> kept.consumer().equals(consumer))
                .toList();
    }
}
