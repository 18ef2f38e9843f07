package org.lethe.transcript.escrow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// The holds of a client that were placed and not released. Who sources [#criteria] before destroying loses to a hold
/// that is placed meanwhile: the append fails, and all is decided anew.
public record HoldsInForce(Map<HoldId, HoldScope> scopes) {
    private static final Criteria.Types TYPES = Criteria.types(LegalHoldPlaced.class, LegalHoldReleased.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.HOLDS_OF, client, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    public static HoldsInForce of(List<Sourced> events) {
        Map<HoldId, HoldScope> scopes = new LinkedHashMap<>();
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case LegalHoldPlaced placed -> scopes.put(placed.hold(), placed.scope());
                case LegalHoldReleased released -> scopes.remove(released.hold());
                default -> {}
            }
        }
        return new HoldsInForce(scopes);
    }

    public boolean isEmpty() {
        return scopes.isEmpty();
    }

    public Optional<HoldScope> scope(HoldId hold) {
        return Optional.ofNullable(scopes.get(hold));
    }

    /// Whether one of them keeps this whole bucket, because it names neither people nor conversations.
    public boolean keepWhole(Bucket bucket) {
        return scopes.values().stream().anyMatch(scope -> !scope.namesContent() && scope.covers(bucket));
    }
}
