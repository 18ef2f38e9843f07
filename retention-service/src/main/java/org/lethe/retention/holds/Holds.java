package org.lethe.retention.holds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReaderRemoved;
import org.lethe.contracts.LegalHoldReleaseRequested;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// All holds of one client, those too that ended, in the order they were placed.
///
/// @param history what they keep over time
public record Holds(List<Hold> all, HoldHistory history) {
    private static final Criteria.Types TYPES = Criteria.types(
            LegalHoldPlaced.class,
            LegalHoldReleaseRequested.class,
            LegalHoldReleased.class,
            LegalHoldReaderAllowed.class,
            LegalHoldReaderRemoved.class,
            HeldConsumerReturned.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.HOLDS_OF, client, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    public static Holds of(List<Sourced> events) {
        HoldHistory history = new HoldHistory();
        for (Sourced sourced : events) {
            history.apply(Objects.requireNonNull(sourced.position()).position(), sourced.event());
        }
        Map<HoldId, Hold> holds = new LinkedHashMap<>();
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case LegalHoldPlaced placed ->
                    holds.put(
                            placed.hold(),
                            new Hold(
                                    placed,
                                    history.scope(placed.hold()).orElse(placed.scope()),
                                    Set.of(),
                                    sourced,
                                    Optional.empty(),
                                    Optional.empty()));
                case LegalHoldReleaseRequested request ->
                    holds.computeIfPresent(request.hold(), (id, hold) -> hold.asked(sourced));
                case LegalHoldReaderAllowed allowed ->
                    holds.computeIfPresent(allowed.hold(), (id, hold) -> hold.readBy(allowed.reader(), true));
                case LegalHoldReaderRemoved removed ->
                    holds.computeIfPresent(removed.hold(), (id, hold) -> hold.readBy(removed.reader(), false));
                case LegalHoldReleased released ->
                    holds.computeIfPresent(released.hold(), (id, hold) -> hold.ended(sourced));
                default -> {}
            }
        }
        return new Holds(List.copyOf(holds.values()), history);
    }

    public static Holds of(EventLog log, ClientId client) {
        return of(log.lookUp(criteria(client)));
    }

    Optional<Hold> find(HoldId id) {
        return all.stream().filter(hold -> hold.id().equals(id)).findFirst();
    }

    public List<Hold> inForce() {
        return all.stream().filter(Hold::isInForce).toList();
    }

    /// The holds that keep this whole bucket.
    public List<HoldId> keeping(Bucket bucket) {
        return all.stream().filter(hold -> hold.keeps(bucket)).map(Hold::id).toList();
    }

    /// The position of the last release in the log; 0 where there was none. What was ordered before it may
    /// have been left for a hold that is no more.
    public long lastReleased() {
        return all.stream()
                .flatMap(hold -> hold.released().stream())
                .mapToLong(sourced -> Objects.requireNonNull(sourced.position()).position())
                .max()
                .orElse(0);
    }
}
