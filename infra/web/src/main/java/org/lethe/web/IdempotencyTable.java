package org.lethe.web;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of `web.idempotency`. Each statement commits by itself: the handler's own work is another transaction.
final class IdempotencyTable {
    private static final Duration LOCKED_FOR = Duration.ofSeconds(60); // longer than any request takes
    private static final Logger log = LoggerFactory.getLogger(IdempotencyTable.class);

    /// What a key stands for at the moment.
    sealed interface Begun {
        /// New, or left by an attempt that crashed: this one does the request.
        record Mine(UUID attempt) implements Begun {}

        record Running() implements Begun {}

        record OtherRequest() implements Begun {}

        record SecretDone(int status) implements Begun {}

        record Done(byte[] answer) implements Begun {}
    }

    private final DataSource dataSource;
    private final Clock clock;
    private final Duration kept;

    IdempotencyTable(DataSource dataSource, Clock clock, Duration kept) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.kept = kept;
    }

    Begun begin(byte[] rowName, byte[] fingerprint) {
        Instant now = clock.instant();
        UUID attempt = UUID.randomUUID();
        try (Connection connection = dataSource.getConnection()) {
            return take(connection, rowName, fingerprint, attempt, now)
                    ? new Begun.Mine(attempt)
                    : look(connection, rowName, fingerprint);
        } catch (SQLException e) {
            throw new UnavailableException("Idempotency-Key can't be looked up at the moment", e);
        }
    }

    /// @param answer null if it held a secret
    void finish(byte[] rowName, UUID attempt, int status, byte @Nullable [] answer) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE web.idempotency"
                        + " SET status = ?, answer = ?, expires_at = ? WHERE key_hash = ? AND attempt = ?")) {
            update.setInt(1, status);
            update.setBytes(2, answer);
            update.setObject(3, utc(clock.instant().plus(kept)));
            update.setBytes(4, rowName);
            update.setObject(5, attempt);
            update.executeUpdate();
        } catch (SQLException e) {
            // The request was done and its caller shall know; a repeat within a minute is told that it still runs.
            log.warn("could not keep an answer for its Idempotency-Key: SQL state {}", e.getSQLState());
        }
    }

    void abandon(byte[] rowName, UUID attempt) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM web.idempotency WHERE key_hash = ? AND attempt = ?")) {
            delete.setBytes(1, rowName);
            delete.setObject(2, attempt);
            delete.executeUpdate();
        } catch (SQLException e) {
            log.warn("could not let go of an Idempotency-Key: SQL state {}", e.getSQLState());
        }
    }

    /// @return rows that were past their time
    int purge() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM web.idempotency WHERE expires_at <= ?")) {
            delete.setObject(1, utc(clock.instant()));
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new UnavailableException("old Idempotency-Keys can't be purged at the moment", e);
        }
    }

    private boolean take(Connection connection, byte[] rowName, byte[] fingerprint, UUID attempt, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO web.idempotency AS old (key_hash, fingerprint, attempt, locked_until, expires_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key_hash) DO UPDATE SET
                    fingerprint = excluded.fingerprint, attempt = excluded.attempt, status = NULL, answer = NULL,
                    locked_until = excluded.locked_until, expires_at = excluded.expires_at
                WHERE old.expires_at <= ?
                   OR (old.status IS NULL AND old.locked_until <= ? AND old.fingerprint = excluded.fingerprint)
                """)) {
            insert.setBytes(1, rowName);
            insert.setBytes(2, fingerprint);
            insert.setObject(3, attempt);
            insert.setObject(4, utc(now.plus(LOCKED_FOR)));
            insert.setObject(5, utc(now.plus(kept)));
            insert.setObject(6, utc(now));
            insert.setObject(7, utc(now));
            return insert.executeUpdate() == 1;
        }
    }

    private static Begun look(Connection connection, byte[] rowName, byte[] fingerprint) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT fingerprint, status, answer FROM web.idempotency WHERE key_hash = ?")) {
            select.setBytes(1, rowName);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return new Begun.Running(); // its first attempt failed just now
                }
                if (!Arrays.equals(row.getBytes(1), fingerprint)) {
                    return new Begun.OtherRequest();
                }
                int status = row.getInt(2);
                if (row.wasNull()) {
                    return new Begun.Running();
                }
                byte[] answer = row.getBytes(3);
                return answer == null ? new Begun.SecretDone(status) : new Begun.Done(answer);
            }
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
