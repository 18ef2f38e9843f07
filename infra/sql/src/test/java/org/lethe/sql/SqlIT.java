package org.lethe.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.lethe.testkit.PostgresForTests;

class SqlIT {
    private static final HikariDataSource DATABASE = PostgresForTests.newDataSource();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void readsWhatItWasGiven() throws SQLException {
        UUID id = UUID.randomUUID();
        Instant time = Instant.parse("2026-11-20T10:00:00.123456Z");

        Sql.on(
                        DATABASE,
                        "SELECT ?::uuid, ?::timestamptz, ?::date, ?::bigint, ?::int, ?::boolean, ?::text, ?::bytea,"
                                + " ?::text[], count(*) FROM generate_series(1, 3)")
                .values(id, time, LocalDate.EPOCH, 1L << 40, 7, true, "text", new byte[] {1})
                .array("text", List.of("a", "b"))
                .first(row -> {
                    assertThat(row.uuid(1)).isEqualTo(id);
                    assertThat(row.instant(2)).isEqualTo(time);
                    assertThat(row.day(3)).isEqualTo(LocalDate.EPOCH);
                    assertThat(row.whole(4)).isEqualTo(1L << 40);
                    assertThat(row.number(5)).isEqualTo(7);
                    assertThat(row.is(6)).isTrue();
                    assertThat(row.text(7)).isEqualTo("text");
                    assertThat(row.bytes(8)).containsExactly(1);
                    assertThat(row.texts(9)).containsExactly("a", "b");
                    assertThat(row.number(10)).as("a count that fits").isEqualTo(3);
                    return true;
                })
                .orElseThrow();
    }

    @Test
    void tellsNothingFromNought() throws SQLException {
        Sql nothing = Sql.on(DATABASE, "SELECT ?::bigint, 0::bigint").value(null);

        assertThat(nothing.first(row -> row.wholeIfAny(1)).orElseThrow()).isEmpty();
        assertThat(nothing.first(row -> row.wholeIfAny(2)).orElseThrow()).hasValue(0L);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> nothing.first(row -> row.whole(1)))
                .withMessage("column 1 is null");
    }

    @Test
    void takesArraysOfDaysAndTimes() throws SQLException {
        List<LocalDate> days = List.of(LocalDate.EPOCH, LocalDate.of(2026, 11, 20));
        List<Instant> times = List.of(Instant.EPOCH, Instant.parse("2026-11-20T10:00:00Z"));

        assertThat(Sql.on(DATABASE, "SELECT * FROM unnest(?::date[]) ORDER BY 1")
                        .array("date", days)
                        .list(row -> row.day(1)))
                .isEqualTo(days);
        assertThat(Sql.on(DATABASE, "SELECT * FROM unnest(?::timestamptz[]) ORDER BY 1")
                        .array("timestamptz", times)
                        .list(row -> row.instant(1)))
                .isEqualTo(times);
    }

    @Test
    void takesArraysOfBytes() throws SQLException {
        List<byte[]> keys = List.of(new byte[] {2, 0}, new byte[0]);

        assertThat(Sql.on(DATABASE, "SELECT * FROM unnest(?::bytea[]) ORDER BY 1 DESC")
                        .bytes(keys, key -> key)
                        .list(row -> row.bytes(1)))
                .usingRecursiveComparison()
                .isEqualTo(keys);
    }

    @Test
    void writesInTheCallersTransaction() throws SQLException {
        try (Connection transaction = DATABASE.getConnection()) {
            transaction.setAutoCommit(false);
            Sql.on(transaction, "CREATE TABLE written (number int)").update();
            assertThat(Sql.on(transaction, "INSERT INTO written SELECT generate_series(1, 3)")
                            .update())
                    .isEqualTo(3);
            assertThat(Sql.on(transaction, "SELECT count(*) FROM written").count())
                    .isEqualTo(3);
            assertThat(Sql.on(transaction, "SELECT FROM written WHERE number = ?")
                            .value(4)
                            .exists())
                    .isFalse();
            transaction.rollback();
        }
        assertThat(Sql.on(DATABASE, "SELECT to_regclass('written')::text IS NULL")
                        .first(row -> row.is(1)))
                .hasValue(true);
    }
}
