package org.lethe.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The rows of `web.api_key`.
final class ApiKeyTable {
    private static final String COLUMNS =
            "api_key, client, name, roles, sha256, created_at, expires_at, revoked_at, last_used_at";

    private final DataSource dataSource;

    ApiKeyTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void insert(Connection transaction, ApiKeyRecord key) throws SQLException {
        Sql.on(
                        transaction,
                        "INSERT INTO web.api_key (" + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .values(key.key().value(), key.client().value(), key.name())
                .array("text", key.roles(), Role::wireName)
                .value(Base64.getUrlDecoder().decode(key.sha256()))
                .values(key.createdAt(), key.expiresAt(), key.revokedAt(), key.lastUsedAt())
                .update();
    }

    /// @return SHA-256 of the key, 32 bytes; null if there is no such key
    byte @Nullable [] revoke(Connection transaction, ApiKeyId key, Instant revokedAt) throws SQLException {
        return Sql.on(
                        transaction,
                        "UPDATE web.api_key SET revoked_at = coalesce(revoked_at, ?) WHERE api_key = ?"
                                + " RETURNING sha256")
                .values(revokedAt, key.value())
                .first(row -> row.bytes(1))
                .orElse(null);
    }

    /// Those that there are, in any order.
    List<ApiKeyRecord> find(List<byte[]> sha256) {
        try {
            return Sql.on(dataSource, "SELECT " + COLUMNS + " FROM web.api_key WHERE sha256 = ANY(?)")
                    .bytes(sha256, Function.identity())
                    .list(ApiKeyTable::read);
        } catch (SQLException e) {
            throw new UnavailableException("API keys can't be looked up at the moment", e);
        }
    }

    List<ApiKeyRecord> list(ClientId client) {
        return select("client = ? ORDER BY api_key", client.value());
    }

    void used(ApiKeyId key, Instant at, Duration atMostEvery) {
        try {
            Sql.on(
                            dataSource,
                            "UPDATE web.api_key SET last_used_at = ?"
                                    + " WHERE api_key = ? AND (last_used_at IS NULL OR last_used_at <= ?)")
                    .values(at, key.value(), at.minus(atMostEvery))
                    .update();
        } catch (SQLException e) {
            throw new UnavailableException("API keys can't be written at the moment", e);
        }
    }

    private List<ApiKeyRecord> select(String where, Object value) {
        try {
            return Sql.on(dataSource, "SELECT " + COLUMNS + " FROM web.api_key WHERE " + where)
                    .value(value)
                    .list(ApiKeyTable::read);
        } catch (SQLException e) {
            throw new UnavailableException("API keys can't be looked up at the moment", e);
        }
    }

    private static ApiKeyRecord read(Row row) throws SQLException {
        return new ApiKeyRecord(
                new ApiKeyId(row.uuid(1)),
                new ClientId(row.uuid(2)),
                row.text(3),
                row.texts(4).stream().map(Role::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class))),
                Base64.getUrlEncoder().withoutPadding().encodeToString(row.bytes(5)),
                row.instant(6),
                row.instantIfAny(7).orElse(null),
                row.instantIfAny(8).orElse(null),
                row.instantIfAny(9).orElse(null));
    }
}
