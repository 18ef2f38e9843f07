package org.lethe.access.requests;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.lethe.contracts.RequestId;
import org.lethe.sql.Sql;

/// One-time codes of six digits: one a request, good for ten minutes and three tries. Kept as their SHA-256 with the
/// request's id, and only for that long.
final class IdentityCodes {
    static final int TRIES = 3;
    static final int MOST_AN_HOUR = 3;
    static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CODES = 1_000_000;

    private final DataSource dataSource;
    private final SecureRandom random = new SecureRandom();

    IdentityCodes(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// What came of a try.
    sealed interface Tried {
        record Right() implements Tried {}

        /// @param left tries that there are still; with none the code is gone
        record Wrong(int left) implements Tried {}

        /// There is no code, or none any more.
        record None() implements Tried {}
    }

    /// A new code, in place of the one before.
    ///
    /// @return empty if too many were asked for within an hour
    Optional<String> issue(RequestId request, Instant now) throws SQLException {
        String code = "%06d".formatted(random.nextInt(CODES));
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Sql.on(connection, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")
                    .value(request.toString())
                    .list(row -> 1);
            Sql.on(connection, "DELETE FROM access.code_sent WHERE request_id = ? AND sent_at <= ?")
                    .values(request.value(), now.minus(HOUR))
                    .update();
            long sent = Sql.on(connection, "SELECT count(*) FROM access.code_sent WHERE request_id = ?")
                    .value(request.value())
                    .count();
            if (sent >= MOST_AN_HOUR) {
                connection.rollback();
                return Optional.empty();
            }
            Sql.on(connection, "INSERT INTO access.code_sent (request_id, sent_at) VALUES (?, ?)")
                    .values(request.value(), now)
                    .update();
            Sql.on(connection, """
                            INSERT INTO access.identity_code (request_id, mac, expires_at, tries_left, sent_at)
                            VALUES (?, ?, ?, ?, ?)
                            ON CONFLICT (request_id) DO UPDATE SET mac = EXCLUDED.mac,
                                expires_at = EXCLUDED.expires_at, tries_left = EXCLUDED.tries_left,
                                sent_at = EXCLUDED.sent_at
                            """)
                    .values(request.value(), digest(request, code), now.plus(GOOD_FOR), TRIES, now)
                    .update();
            connection.commit();
            return Optional.of(code);
        }
    }

    /// A try counts before it is looked at: many at once are not more than three.
    Tried tryCode(RequestId request, String code, Instant now) throws SQLException {
        Optional<Row> row =
                Sql.on(dataSource, """
                        UPDATE access.identity_code SET tries_left = tries_left - 1
                        WHERE request_id = ? AND tries_left > 0 AND expires_at > ? RETURNING mac, tries_left
                        """).values(request.value(), now).first(one -> new Row(one.bytes(1), one.number(2)));
        if (row.isEmpty()) {
            return new Tried.None();
        }
        boolean right = MessageDigest.isEqual(row.get().mac(), digest(request, code));
        if (right || row.get().left() == 0) {
            Sql.on(dataSource, "DELETE FROM access.identity_code WHERE request_id = ? AND mac = ?") // none newer
                    .values(request.value(), row.get().mac())
                    .update();
        }
        return right ? new Tried.Right() : new Tried.Wrong(row.get().left());
    }

    /// Takes away what is over.
    void removeOld(Instant now) throws SQLException {
        Sql.on(dataSource, "DELETE FROM access.identity_code WHERE expires_at <= ?")
                .value(now)
                .update();
        Sql.on(dataSource, "DELETE FROM access.code_sent WHERE sent_at <= ?")
                .value(now.minus(HOUR))
                .update();
    }

    private record Row(byte[] mac, int left) {}

    private static byte[] digest(RequestId request, String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((request + "/" + code).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
