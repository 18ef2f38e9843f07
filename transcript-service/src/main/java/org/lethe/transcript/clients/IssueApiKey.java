package org.lethe.transcript.clients;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.Role;

/// Give a client, or the platform, another API key. The table of keys changes in the commit that says so, so a key
/// works from the moment it is shown.
///
/// @param by who asked: the id of their own key, or `bootstrap` for the first key of a new data folder
public record IssueApiKey(
        ClientId client,
        ApiKeyId key,
        String name,
        Set<Role> roles,
        String sha256,
        @Nullable Instant expiresAt,
        String by,
        Instant at)
        implements Command<IssueApiKey.Issued> {

    /// It works now.
    public record Issued(ApiKeyId key) {}

    /// Puts a key into the table of keys.
    @FunctionalInterface
    interface Insert {
        void insert(Connection transaction, ApiKeyRecord key) throws SQLException;
    }

    Issued decide(Insert table, Decision decision) {
        List<String> roleNames = roles.stream().map(Role::wireName).sorted().toList();
        decision.append(client, new ApiKeyIssued(client, key, name, roleNames, sha256, expiresAt, by), at);
        ApiKeyRecord issued = ApiKeyRecord.issued(key, client, name, roles, sha256, at, expiresAt);
        decision.attach(transaction -> table.insert(transaction, issued));
        return new Issued(key);
    }
}
