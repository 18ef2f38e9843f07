package org.lethe.contracts;

import java.util.List;

/// Somebody may read what a legal hold keeps, for its purpose.
///
/// @param reader an API key of the client
@WireName("LegalHoldReaderAllowed")
public record LegalHoldReaderAllowed(HoldId hold, ClientId client, ApiKeyId reader, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold), EventTag.of(EventTag.HOLDS_OF, client));
    }
}
