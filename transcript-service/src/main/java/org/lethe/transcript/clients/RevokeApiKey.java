package org.lethe.transcript.clients;

import java.time.Instant;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.ApiKeys;
import org.lethe.web.NotFoundException;

/// Stop accepting an API key, from the commit on that says so. Revoking it again changes nothing.
record RevokeApiKey(ClientId client, ApiKeyId key, String by, Instant at) implements Command<RevokeApiKey.Revoked> {
    private static final Criteria.Types KEY = Criteria.types(ApiKeyIssued.class, ApiKeyRevoked.class);

    record Revoked(ApiKeyId key) {}

    Revoked decide(ApiKeys apiKeys, Decision decision) {
        boolean issued = false;
        for (Sourced sourced : decision.source(Criteria.of(EventTag.API_KEY, key, KEY))) {
            if (sourced.event() instanceof ApiKeyRevoked) {
                return new Revoked(key);
            }
            issued = sourced.entry().client().equals(client);
        }
        if (!issued) {
            throw new NotFoundException();
        }
        decision.append(client, new ApiKeyRevoked(client, key, by), at);
        decision.attach(transaction -> apiKeys.revoke(transaction, key, at));
        return new Revoked(key);
    }
}
