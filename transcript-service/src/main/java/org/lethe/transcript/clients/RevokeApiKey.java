package org.lethe.transcript.clients;

import java.sql.Connection;
import java.sql.SQLException;
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
import org.lethe.web.NotFoundException;

/// Stop accepting an API key, from the commit on that says so. Revoking it again changes nothing.
record RevokeApiKey(ClientId client, ApiKeyId key, String by, Instant at) implements Command<RevokeApiKey.Revoked> {
    private static final Criteria.Types KEY = Criteria.types(ApiKeyIssued.class, ApiKeyRevoked.class);

    record Revoked(ApiKeyId key) {}

    /// Changes the table of keys.
    @FunctionalInterface
    interface Revoke {
        void revoke(Connection transaction, ApiKeyId key, Instant at) throws SQLException;
    }

    Revoked decide(Revoke table, Decision decision) {
        boolean issued = false;
        for (Sourced sourced : decision.source(Criteria.of(EventTag.API_KEY, key, KEY))) {
            if (!sourced.entry().client().equals(client)) {
                throw new NotFoundException();
            }
            if (sourced.event() instanceof ApiKeyRevoked) {
                return new Revoked(key);
            }
            issued = true;
        }
        if (!issued) {
            throw new NotFoundException();
        }
        decision.append(client, new ApiKeyRevoked(client, key, by), at);
        decision.attach(transaction -> table.revoke(transaction, key, at));
        return new Revoked(key);
    }
}
