package org.lethe.retention.certificates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RunId;
import org.lethe.retention.buckets.Buckets.Gone;

/// What was ordered of one client and what went by it, as the views know it when all orders are answered.
public record Deeds(List<Order> orders, List<Gone> gone, List<ClientKey> clientKeys) {

    /// Who wanted it.
    ///
    /// @param at the instant that is decided by
    public record Asked(RunId run, String by, Instant askedAt, Instant at) {}

    /// An order as the log has it.
    public record Order(
            EventId id,
            int scheduleVersion,
            boolean wholeClient,
            int buckets,
            long position,
            long logIndex,
            Instant orderedAt) {}

    /// A key K of a client that went by an order.
    public record ClientKey(@Nullable String fingerprint, Instant destroyedAt, long position, long logIndex) {}

    /// Whether nothing was ever ordered, so nothing is claimed either.
    public boolean isNothing() {
        return orders.isEmpty();
    }

    public int scheduleVersion() {
        return orders.getLast().scheduleVersion();
    }
}
