package org.lethe.contracts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The legal holds of one client over time. It answers what the log alone decides: which holds are in force, and
/// whether content whose key was destroyed is kept for one of them still.
///
/// What was kept once stays kept as long as holds that cover it follow each other without a gap: each takes over from
/// those before it, and the last release lets go. Whoever destroys, reads, places or releases asks here, so that they
/// can't disagree.
public final class HoldHistory {
    private static final long NEVER = Long.MAX_VALUE;

    /// @param placed position in the log
    /// @param released position in the log, [#NEVER] while it is in force
    private record Held(HoldId hold, HoldScope scope, long placed, long released) {
        Held following(HeldConsumerReturned returned) {
            return new Held(hold, scope.following(returned.formerly(), returned.consumer()), placed, released);
        }

        boolean isInForce() {
            return released == NEVER;
        }
    }

    private final Map<HoldId, Held> holds = new LinkedHashMap<>();
    private final List<HeldConsumerReturned> returns = new ArrayList<>();

    /// Takes an event into account; one that is not about a hold changes nothing.
    ///
    /// @param position in the log; events come in its order
    public void apply(long position, Event event) {
        switch (event) {
            case LegalHoldPlaced placed -> {
                Held held = new Held(placed.hold(), placed.scope(), position, NEVER);
                for (HeldConsumerReturned returned : returns) {
                    held = held.following(returned);
                }
                holds.put(placed.hold(), held);
            }
            case HeldConsumerReturned returned -> {
                returns.add(returned);
                holds.replaceAll((id, held) -> held.following(returned));
            }
            case LegalHoldReleased released ->
                holds.computeIfPresent(
                        released.hold(), (id, held) -> new Held(id, held.scope(), held.placed(), position));
            default -> {}
        }
    }

    /// The scope of a hold, in force or not, with those who returned.
    public Optional<HoldScope> scope(HoldId hold) {
        return Optional.ofNullable(holds.get(hold)).map(Held::scope);
    }

    /// Of all holds, in force or not.
    public Map<HoldId, HoldScope> scopes() {
        Map<HoldId, HoldScope> scopes = new LinkedHashMap<>();
        holds.values().forEach(held -> scopes.put(held.hold(), held.scope()));
        return scopes;
    }

    /// In the order they were placed, with those who returned.
    public Map<HoldId, HoldScope> inForce() {
        Map<HoldId, HoldScope> scopes = new LinkedHashMap<>();
        for (Held held : holds.values()) {
            if (held.isInForce()) {
                scopes.put(held.hold(), held.scope());
            }
        }
        return scopes;
    }

    /// @return the position of the hold's release; empty while it is in force, or where there is no such hold
    public Optional<Long> released(HoldId hold) {
        return Optional.ofNullable(holds.get(hold)).map(Held::released).filter(position -> position != NEVER);
    }

    /// Whether this content, whose key was destroyed at a position, is kept for some hold in force.
    public boolean keepsSince(long destroyed, Bucket bucket, ConsumerId consumer, ConversationId conversation) {
        return reachesNow(destroyed, covering(scope -> scope.covers(bucket, consumer, conversation)));
    }

    /// Whether some content of this bucket, whose key was destroyed at a position, may be kept for some hold in force.
    public boolean mayKeepSince(long destroyed, Bucket bucket) {
        return reachesNow(destroyed, covering(scope -> scope.covers(bucket)));
    }

    private static boolean reachesNow(long destroyed, List<Held> covering) {
        long kept = destroyed;
        for (Held held : covering) {
            if (held.placed() < kept && held.released() > kept) {
                kept = held.released();
            }
        }
        return kept == NEVER;
    }

    /// The holds whose escrow may have this content for those in force: they themselves, and those that ended a moment
    /// ago and have not handed it on yet.
    public List<HoldId> keepers(Bucket bucket, ConsumerId consumer, ConversationId conversation) {
        List<Held> covering = covering(scope -> scope.covers(bucket, consumer, conversation));
        return covering.stream()
                .filter(held -> held.isInForce() || reachesNow(held.released(), covering))
                .map(Held::hold)
                .toList();
    }

    /// In the order they were placed.
    private List<Held> covering(Predicate<HoldScope> covers) {
        List<Held> covering = new ArrayList<>();
        for (Held held : holds.values()) {
            if (covers.test(held.scope())) {
                covering.add(held);
            }
        }
        covering.sort(Comparator.comparingLong(Held::placed));
        return covering;
    }
}
