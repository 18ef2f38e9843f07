package org.lethe.access.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.lethe.sql.Sql;

/// How often something may be asked for: so many at once, and as many again over a time, bit by bit. One row for each
/// who asked lately, whichever process counts.
final class Allowances {
    private final DataSource dataSource;

    Allowances(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// What is counted.
    enum Kind {
        REQUESTS_FROM_A_NETWORK(60, Duration.ofHours(1)),
        REQUESTS_OF_AN_ADDRESS(10, Duration.ofDays(1)),
        CODES_FROM_A_NETWORK(60, Duration.ofHours(1)),
        CODES_OF_AN_ADDRESS(15, Duration.ofDays(1)),
        CODES_TO_A_PERSON(15, Duration.ofDays(1));

        private final int most;
        private final Duration over;

        Kind(int most, Duration over) {
            this.most = most;
            this.over = over;
        }

        int most() {
            return most;
        }

        private double secondsForOne() {
            return (double) over.toSeconds() / most;
        }
    }

    /// Takes one.
    ///
    /// @param pseudonym stands for who asks
    /// @return how long to wait, where nothing is left; empty if one was
    Optional<Duration> take(Kind kind, byte[] pseudonym, Instant now) throws SQLException {
        double forOne = kind.secondsForOne();
        byte[] holder = holder(kind, pseudonym);
        Optional<Boolean> taken = Sql.on(dataSource, """
                        INSERT INTO access.page_allowance AS held (holder, left_over, counted_at, full_at)
                        VALUES (?, ?::float8 - 1, ?::timestamptz, ?::timestamptz + make_interval(secs => ?::float8))
                        ON CONFLICT (holder) DO UPDATE SET
                            left_over = least(?::float8, held.left_over
                                + greatest(0, extract(epoch FROM excluded.counted_at - held.counted_at)) / ?::float8) - 1,
                            counted_at = greatest(held.counted_at, excluded.counted_at),
                            full_at = greatest(held.full_at, excluded.counted_at) + make_interval(secs => ?::float8)
                        WHERE least(?::float8, held.left_over
                            + greatest(0, extract(epoch FROM excluded.counted_at - held.counted_at)) / ?::float8) >= 1
                        RETURNING true
                        """)
                .values(holder, (double) kind.most, now, now, forOne)
                .values((double) kind.most, forOne, forOne)
                .values((double) kind.most, forOne)
                .first(row -> true);
        return taken.isPresent() ? Optional.empty() : Optional.of(wait(holder, forOne, now));
    }

    private Duration wait(byte[] holder, double forOne, Instant now) throws SQLException {
        double missing = Sql.on(dataSource, """
                        SELECT ceil(greatest(1, (1 - left_over) * ?::float8
                            - greatest(0, extract(epoch FROM ?::timestamptz - counted_at))))::bigint
                        FROM access.page_allowance WHERE holder = ?
                        """)
                .values(forOne, now, holder)
                .first(row -> row.number(1))
                .orElse(1);
        return Duration.ofSeconds((long) missing);
    }

    /// Takes away what is as if it had never been asked for.
    void removeFull(Instant now) throws SQLException {
        Sql.on(dataSource, "DELETE FROM access.page_allowance WHERE full_at <= ?")
                .value(now)
                .update();
    }

    private static byte[] holder(Kind kind, byte[] pseudonym) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((kind.name() + "/").getBytes(StandardCharsets.US_ASCII));
            return digest.digest(pseudonym);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
