package org.lethe.contracts;

import java.util.List;

/// Somebody asks to end a hold; somebody else has to agree.
@WireName("LegalHoldReleaseRequested")
public record LegalHoldReleaseRequested(HoldId hold, ClientId client, String by) implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold), EventTag.of(EventTag.HOLDS_OF, client));
    }
}
