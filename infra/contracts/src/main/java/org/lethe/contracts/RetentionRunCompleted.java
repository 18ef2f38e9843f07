package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// All that a run ordered for a client is carried out, or kept by a hold.
///
/// @param at the instant that was decided by
/// @param buckets how many were destroyed
/// @param messages how many messages they held
/// @param heldBuckets how many were due and stay for a hold
/// @param certificate SHA-256 of the certificate of destruction as signed, 64 lower-case hex digits
@WireName("RetentionRunCompleted")
public record RetentionRunCompleted(
        RunId run,
        ClientId client,
        Instant at,
        int scheduleVersion,
        int buckets,
        long messages,
        int heldBuckets,
        String certificate)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.RUN, run), EventTag.of(EventTag.CLIENT, client));
    }
}
