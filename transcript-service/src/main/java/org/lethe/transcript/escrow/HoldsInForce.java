package org.lethe.transcript.escrow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogReader;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keepers;

/// The holds of a client that were placed and not released. Who sources [#criteria] before destroying loses to a hold
/// that is placed meanwhile: the append fails, and all is decided anew.
///
/// @param history of all holds, those too that ended
public record HoldsInForce(Map<HoldId, HoldScope> scopes, HoldHistory history) {
    private static final Criteria.Types TYPES =
            Criteria.types(LegalHoldPlaced.class, LegalHoldReleased.class, HeldConsumerReturned.class);
    private static final List<String> NAMES =
            EventTypes.names(LegalHoldPlaced.class, LegalHoldReleased.class, HeldConsumerReturned.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.HOLDS_OF, client, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    public static HoldsInForce of(List<Sourced> events) {
        HoldHistory history = new HoldHistory();
        for (Sourced sourced : events) {
            history.apply(Objects.requireNonNull(sourced.position()).position(), sourced.event());
        }
        return new HoldsInForce(history.inForce(), history);
    }

    /// By all that stands in the log now, whichever process wrote it.
    public static HoldsInForce read(LogReader log, ClientId client) {
        HoldHistory history = new HoldHistory();
        log.facts(List.of(new Tag(EventTag.HOLDS_OF, client.toString())), NAMES)
                .forEach(stored -> history.apply(stored.position(), stored.event()));
        return new HoldsInForce(history.inForce(), history);
    }

    /// With what open requests keep, where a bucket is about to go.
    public HoldsInForce with(Evidence evidence) {
        Map<HoldId, HoldScope> all = new LinkedHashMap<>(scopes);
        all.putAll(evidence.scopes());
        return new HoldsInForce(all, history);
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

    /// Whom they name.
    public Set<ConsumerId> consumers() {
        return scopes.values().stream()
                .flatMap(scope -> scope.consumers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whose escrow may have what is destroyed: what one hold kept, all keep that cover it.
    public Keepers keepers() {
        return scope -> history.keepers(scope.bucket(), scope.consumer(), scope.conversation());
    }

    static boolean covers(HoldScope hold, ContentScope content) {
        return hold.covers(content.bucket(), content.consumer(), content.conversation());
    }
}
