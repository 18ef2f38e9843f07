package org.lethe.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client or the platform got an API key. Carries the SHA-256 of the key (base64url), never the key; 256 random bits
/// can't be guessed from it.
@WireName("ApiKeyIssued")
public record ApiKeyIssued(
        ClientId client,
        ApiKeyId apiKey,
        String name,
        List<String> roles,
        String sha256,
        @Nullable Instant expiresAt,
        String by)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client), EventTag.of(EventTag.API_KEY, apiKey));
    }
}
