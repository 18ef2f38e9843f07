package org.lethe.web;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;

/// What is kept of an API key; enough to know it again, not enough to use it.
///
/// @param client [ClientId#PLATFORM] for a key of the platform
/// @param sha256 SHA-256 of the whole key as ASCII, base64url without padding
/// @param lastUsedAt to the minute
public record ApiKeyRecord(
        ApiKeyId key,
        ClientId client,
        String name,
        Set<Role> roles,
        String sha256,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    public ApiKeyRecord {
        EnumSet<Role> copy = EnumSet.noneOf(Role.class);
        copy.addAll(roles);
        roles = Collections.unmodifiableSet(copy);
    }

    /// A key that was just issued.
    public static ApiKeyRecord issued(
            ApiKeyId key,
            ClientId client,
            String name,
            Set<Role> roles,
            String sha256,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        return new ApiKeyRecord(key, client, name, roles, sha256, createdAt, expiresAt, null, null);
    }

    Caller caller() {
        return new Caller(key, client, roles);
    }

    boolean opensAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
