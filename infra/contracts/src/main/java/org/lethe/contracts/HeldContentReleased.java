package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// The key of a released hold is destroyed. What it alone kept of destroyed content can't be read any more; what holds
/// in force cover too was handed on to them in the same commit.
///
/// @param order the release
/// @param gone what nobody can read any more, for each bucket; content whose own keys live is not among it
/// @param handedOn what other holds keep of it now
@WireName("HeldContentReleased")
public record HeldContentReleased(
        HoldId hold, ClientId client, EventId order, List<Gone> gone, List<Escrowed> handedOn, Instant releasedAt)
        implements Event {
    public HeldContentReleased {
        gone = List.copyOf(gone);
        handedOn = List.copyOf(handedOn);
    }

    /// What a hold let go of one bucket.
    ///
    /// @param contents how many content keys, one a conversation
    public record Gone(Bucket bucket, int contents) {}

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold));
    }
}
