package org.lethe.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hold ended: its key goes, and with it what was kept for it alone.
///
/// @param requestedBy who asked, where two are needed
/// @param by who decided
@WireName("LegalHoldReleased")
public record LegalHoldReleased(
        HoldId hold, ClientId client, @Nullable String requestedBy, String by) implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold), EventTag.of(EventTag.HOLDS_OF, client));
    }
}
