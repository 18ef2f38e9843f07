package org.lethe.contracts;

import java.util.List;

/// Content is not destroyed while this lasts. Matter, reason and custodian stand in the envelope.
///
/// @param bucketsGone how many buckets of the scope were destroyed before: for those it comes too late
@WireName("LegalHoldPlaced")
public record LegalHoldPlaced(HoldId hold, ClientId client, HoldScope scope, int bucketsGone, String by)
        implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold), EventTag.of(EventTag.HOLDS_OF, client));
    }
}
