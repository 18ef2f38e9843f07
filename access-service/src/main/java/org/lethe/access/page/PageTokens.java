package org.lethe.access.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestId;
import org.lethe.sql.Sql;

/// What opens a request on the page: 256 random bits. Only their SHA-256 is kept.
final class PageTokens {
    /// Longer than records of requests are kept: the page outlives what it shows.
    static final Duration KEPT_FOR = Duration.ofDays(3 * 365L);

    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    private final DataSource dataSource;
    private final SecureRandom random = new SecureRandom();

    PageTokens(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param asker stands for what the requester gave
    record Opened(RequestId request, byte[] asker) {}

    /// @return the token, to be told once
    String issue(ClientId client, RequestId request, byte[] asker, Instant now) throws SQLException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Sql.on(dataSource, """
                        INSERT INTO access.page_token (token_sha256, client_id, request_id, asker, made_at)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .values(sha256(token), client.value(), request.value(), asker, now)
                .update();
        return token;
    }

    /// @return empty if it opens nothing of this client
    Optional<Opened> open(ClientId client, String token) throws SQLException {
        return token.length() != CHARACTERS
                ? Optional.empty()
                : Sql.on(
                                dataSource,
                                "SELECT request_id, asker FROM access.page_token WHERE token_sha256 = ? AND client_id = ?")
                        .values(sha256(token), client.value())
                        .first(row -> new Opened(new RequestId(row.uuid(1)), row.bytes(2)));
    }

    void removeOld(Instant now) throws SQLException {
        Sql.on(dataSource, "DELETE FROM access.page_token WHERE made_at < ?")
                .value(now.minus(KEPT_FOR))
                .update();
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
