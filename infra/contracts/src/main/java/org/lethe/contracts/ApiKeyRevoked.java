package org.lethe.contracts;

import java.util.List;

/// An API key stopped being accepted.
@WireName("ApiKeyRevoked")
public record ApiKeyRevoked(ClientId client, ApiKeyId apiKey, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client), EventTag.of(EventTag.API_KEY, apiKey));
    }
}
