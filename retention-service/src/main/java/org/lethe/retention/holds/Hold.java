package org.lethe.retention.holds;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Decision.Sourced;

/// A legal hold as its client's log tells it.
///
/// @param scope as it was placed, with those who were erased under it and came back
/// @param readers the API keys that may read what it keeps
/// @param requested who asked for its end, where that takes two
/// @param released by what it ended
public record Hold(
        LegalHoldPlaced placed,
        HoldScope scope,
        Set<ApiKeyId> readers,
        Sourced source,
        Optional<Sourced> requested,
        Optional<Sourced> released) {

    Hold asked(Sourced request) {
        return new Hold(placed, scope, readers, source, Optional.of(request), released);
    }

    Hold ended(Sourced release) {
        return new Hold(placed, scope, readers, source, requested, Optional.of(release));
    }

    Hold readBy(ApiKeyId reader, boolean allowed) {
        Set<ApiKeyId> changed = new LinkedHashSet<>(readers);
        if (allowed) {
            changed.add(reader);
        } else {
            changed.remove(reader);
        }
        return new Hold(placed, scope, changed, source, requested, released);
    }

    public HoldId id() {
        return placed.hold();
    }

    public boolean isInForce() {
        return released.isEmpty();
    }

    /// Whether the whole bucket is kept by it.
    public boolean keeps(Bucket bucket) {
        return isInForce() && !scope().namesContent() && scope().covers(bucket);
    }

    long position() {
        return Objects.requireNonNull(source.position()).position();
    }

    Optional<LegalHoldReleased> release() {
        return released.map(sourced -> (LegalHoldReleased) sourced.event());
    }
}
