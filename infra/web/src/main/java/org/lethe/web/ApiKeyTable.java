package org.lethe.web;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;

/// The rows of `web.api_key`.
final class ApiKeyTable {
    private static final String COLUMNS =
            "api_key, client, name, roles, sha256, created_at, expires_at, revoked_at, last_used_at";

    private final DataSource dataSource;

    ApiKeyTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void insert(Connection transaction, ApiKeyRecord key) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO web.api_key (" + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            String[] roles = key.roles().stream().map(Role::wireName).toArray(String[]::new);
            insert.setObject(1, key.key().value());
            insert.setObject(2, key.client().value());
            insert.setString(3, key.name());
            insert.setArray(4, transaction.createArrayOf("text", roles));
            insert.setBytes(5, Base64.getUrlDecoder().decode(key.sha256()));
            insert.setObject(6, utc(key.createdAt()));
            insert.setObject(7, utc(key.expiresAt()));
            insert.setObject(8, utc(key.revokedAt()));
            insert.setObject(9, utc(key.lastUsedAt()));
            insert.executeUpdate();
        }
    }

    /// @return SHA-256 of the key, 32 bytes; null if there is no such key
    byte @Nullable [] revoke(Connection transaction, ApiKeyId key, Instant revokedAt) throws SQLException {
        try (PreparedStatement update = transaction.prepareStatement(
                "UPDATE web.api_key SET revoked_at = coalesce(revoked_at, ?) WHERE api_key = ? RETURNING sha256")) {
            update.setObject(1, utc(revokedAt));
            update.setObject(2, key.value());
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    Optional<ApiKeyRecord> find(byte[] sha256) {
        return select("sha256 = ?", sha256).stream().findFirst();
    }

    List<ApiKeyRecord> list(ClientId client) {
        return select("client = ? ORDER BY api_key", client.value());
    }

    void used(ApiKeyId key, Instant at, Duration atMostEvery) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE web.api_key SET last_used_at = ?"
                        + " WHERE api_key = ? AND (last_used_at IS NULL OR last_used_at <= ?)")) {
            update.setObject(1, utc(at));
            update.setObject(2, key.value());
            update.setObject(3, utc(at.minus(atMostEvery)));
            update.executeUpdate();
        } catch (SQLException e) {
            throw new UnavailableException("API keys can't be written at the moment", e);
        }
    }

    private List<ApiKeyRecord> select(String where, Object value) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM web.api_key WHERE " + where)) {
            select.setObject(1, value);
            List<ApiKeyRecord> keys = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    keys.add(read(row));
                }
            }
            return keys;
        } catch (SQLException e) {
            throw new UnavailableException("API keys can't be looked up at the moment", e);
        }
    }

    private static ApiKeyRecord read(ResultSet row) throws SQLException {
        return new ApiKeyRecord(
                new ApiKeyId(row.getObject(1, UUID.class)),
                new ClientId(row.getObject(2, UUID.class)),
                row.getString(3),
                roles(row.getArray(4)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(row.getBytes(5)),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                instant(row.getObject(7, OffsetDateTime.class)),
                instant(row.getObject(8, OffsetDateTime.class)),
                instant(row.getObject(9, OffsetDateTime.class)));
    }

    private static Set<Role> roles(Array names) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object name : (Object[]) names.getArray()) {
            roles.add(Role.of((String) name));
        }
        return roles;
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
