package org.lethe.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;
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

        /// It was done by an attempt that did not live to keep its answer.
        record Unanswered() implements Begun {}
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
                    : look(connection, rowName, fingerprint, now);
        } catch (SQLException e) {
            throw new UnavailableException("Idempotency-Key can't be looked up at the moment", e);
        }
    }

    /// @param answer null if it held a secret
    void finish(byte[] rowName, UUID attempt, int status, byte @Nullable [] answer) {
        try {
            Sql.on(
                            dataSource,
                            "UPDATE web.idempotency SET status = ?, answer = ?, expires_at = ?"
                                    + " WHERE key_hash = ? AND attempt = ?")
                    .values(status, answer, clock.instant().plus(kept), rowName, attempt)
                    .update();
        } catch (SQLException e) {
            // The request was done and its caller shall know; a repeat within a minute is told that it still runs.
            log.warn("could not keep an answer for its Idempotency-Key: SQL state {}", e.getSQLState());
        }
    }

    /// Marks the attempt's request as done, in the transaction of what it appends.
    ///
    /// @throws AttemptLostException if the attempt let go of the row or lost it: then nothing may be appended
    static void mark(Connection transaction, byte[] rowName, UUID attempt) throws SQLException {
        int marked = Sql.on(transaction, "UPDATE web.idempotency SET done = true WHERE key_hash = ? AND attempt = ?")
                .values(rowName, attempt)
                .update();
        if (marked != 1) {
            throw new AttemptLostException();
        }
    }

    /// Lets go of the row, but where the attempt was done after all.
    void abandon(byte[] rowName, UUID attempt) {
        try {
            Sql.on(dataSource, "DELETE FROM web.idempotency WHERE key_hash = ? AND attempt = ? AND NOT done")
                    .values(rowName, attempt)
                    .update();
        } catch (SQLException e) {
            log.warn("could not let go of an Idempotency-Key: SQL state {}", e.getSQLState());
        }
    }

    /// @return rows that were past their time
    int purge() {
        try {
            return Sql.on(dataSource, "DELETE FROM web.idempotency WHERE expires_at <= ?")
                    .value(clock.instant())
                    .update();
        } catch (SQLException e) {
            throw new UnavailableException("old Idempotency-Keys can't be purged at the moment", e);
        }
    }

    private boolean take(Connection connection, byte[] rowName, byte[] fingerprint, UUID attempt, Instant now)
            throws SQLException {
        int taken = Sql.on(connection, """
                INSERT INTO web.idempotency AS old (key_hash, fingerprint, attempt, locked_until, expires_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key_hash) DO UPDATE SET
                    fingerprint = excluded.fingerprint, attempt = excluded.attempt, status = NULL, answer = NULL,
                    locked_until = excluded.locked_until, expires_at = excluded.expires_at, done = false
                WHERE old.expires_at <= ?
                   OR (old.status IS NULL AND NOT old.done AND old.locked_until <= ?
                       AND old.fingerprint = excluded.fingerprint)
                """)
                .values(rowName, fingerprint, attempt, now.plus(LOCKED_FOR), now.plus(kept), now, now)
                .update();
        return taken == 1;
    }

    private static Begun look(Connection connection, byte[] rowName, byte[] fingerprint, Instant now)
            throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT fingerprint, status, answer, done AND locked_until <= ?"
                                + " FROM web.idempotency WHERE key_hash = ?")
                .values(now, rowName)
                .first(row -> read(row, fingerprint))
                .orElseGet(Begun.Running::new); // its first attempt failed just now
    }

    private static Begun read(Row row, byte[] fingerprint) throws SQLException {
        if (!Arrays.equals(row.bytes(1), fingerprint)) {
            return new Begun.OtherRequest();
        }
        Optional<Integer> status = row.numberIfAny(2);
        if (status.isEmpty()) {
            return row.is(4) ? new Begun.Unanswered() : new Begun.Running();
        }
        return row.bytesIfAny(3).<Begun>map(Begun.Done::new).orElseGet(() -> new Begun.SecretDone(status.get()));
    }
}
