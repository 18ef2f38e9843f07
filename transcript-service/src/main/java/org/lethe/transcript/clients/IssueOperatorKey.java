package org.lethe.transcript.clients;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.Role;

/// Give the platform the key of its operator, who may do everything that people do. The first one is made where the
/// platform has no key at all; another one replaces those before it in one commit.
///
/// @param replacing whether there may be one before it
public record IssueOperatorKey(ApiKeyId key, String sha256, boolean replacing, Instant at)
        implements Command<IssueOperatorKey.Issued> {
    /// Of a database that is new.
    public static final String BOOTSTRAP = "bootstrap";

    /// At the word of somebody who has the data folder.
    public static final String TOKEN_RESET = "token-reset";

    private static final String NAME = "operator";
    private static final Criteria.Types KEYS = Criteria.types(ApiKeyIssued.class, ApiKeyRevoked.class);

    /// @param issued whether there is a new key
    /// @param revoked those that it replaces
    public record Issued(boolean issued, List<ApiKeyId> revoked) {}

    Issued decide(IssueApiKey.Insert insert, RevokeApiKey.Revoke revoke, Decision decision) {
        Map<ApiKeyId, ApiKeyIssued> standing = new HashMap<>();
        boolean any = false;
        for (Sourced sourced : decision.source(Criteria.of(EventTag.CLIENT, ClientId.PLATFORM, KEYS))) {
            if (sourced.event() instanceof ApiKeyIssued issued) {
                any = true;
                standing.put(issued.apiKey(), issued);
            } else if (sourced.event() instanceof ApiKeyRevoked revoked) {
                standing.remove(revoked.apiKey());
            }
        }
        if (any && !replacing) {
            return new Issued(false, List.of());
        }
        List<ApiKeyId> replaced = standing.values().stream()
                .filter(issued -> issued.by().equals(BOOTSTRAP) || issued.by().equals(TOKEN_RESET))
                .map(ApiKeyIssued::apiKey)
                .toList();
        String by = replacing ? TOKEN_RESET : BOOTSTRAP;
        for (ApiKeyId old : replaced) {
            decision.append(ClientId.PLATFORM, new ApiKeyRevoked(ClientId.PLATFORM, old, by), at);
        }
        Set<Role> roles = EnumSet.complementOf(EnumSet.of(Role.SERVICE));
        List<String> roleNames = roles.stream().map(Role::wireName).sorted().toList();
        decision.append(
                ClientId.PLATFORM, new ApiKeyIssued(ClientId.PLATFORM, key, NAME, roleNames, sha256, null, by), at);
        ApiKeyRecord issued = ApiKeyRecord.issued(key, ClientId.PLATFORM, NAME, roles, sha256, at, null);
        decision.attach(transaction -> {
            for (ApiKeyId old : replaced) {
                revoke.revoke(transaction, old, at);
            }
            insert.insert(transaction, issued);
        });
        return new Issued(true, replaced);
    }
}
