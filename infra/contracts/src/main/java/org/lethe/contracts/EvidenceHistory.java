package org.lethe.contracts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What open requests of one client keep against retention, over time. Each protection is as good as a legal hold on
/// the consumer where a bucket's key goes, and nowhere else: it forbids no erasure and no redaction, and takes nothing
/// over from a legal hold.
public final class EvidenceHistory {
    private final Map<HoldId, HoldScope> all = new LinkedHashMap<>();
    private final Map<HoldId, HoldScope> inForce = new LinkedHashMap<>();

    /// Takes an event into account; one that is not about evidence changes nothing.
    public EvidenceHistory apply(Event event) {
        switch (event) {
            case EvidenceProtected kept -> {
                HoldScope scope = new HoldScope(List.of(kept.consumer()), List.of(), null, null, null, false);
                all.put(kept.hold(), scope);
                inForce.put(kept.hold(), scope);
            }
            case EvidenceLetGo gone -> inForce.remove(gone.hold());
            default -> {}
        }
        return this;
    }

    /// In the order they began.
    public Map<HoldId, HoldScope> inForce() {
        return new LinkedHashMap<>(inForce);
    }

    /// In force or not.
    public Map<HoldId, HoldScope> scopes() {
        return new LinkedHashMap<>(all);
    }
}
