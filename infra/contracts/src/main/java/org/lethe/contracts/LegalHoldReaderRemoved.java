package org.lethe.contracts;

import java.util.List;

/// Somebody may not read what a legal hold keeps any more.
///
/// @param reader an API key of the client
@WireName("LegalHoldReaderRemoved")
public record LegalHoldReaderRemoved(HoldId hold, ClientId client, ApiKeyId reader, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLD, hold), EventTag.of(EventTag.HOLDS_OF, client));
    }
}
