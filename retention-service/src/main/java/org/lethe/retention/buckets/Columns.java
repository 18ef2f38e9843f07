package org.lethe.retention.buckets;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sets the parameters of a statement one by one; lists become arrays for `unnest`.
final class Columns<T> {
    private final PreparedStatement statement;
    private final List<T> rows;
    private int next = 1;

    Columns(PreparedStatement statement, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    Columns<T> array(String type, Function<T, @Nullable Object> value) throws SQLException {
        Connection connection = statement.getConnection();
        Array array = connection.createArrayOf(
                type, rows.stream().map(value).map(Columns::sql).toArray());
        statement.setArray(next++, array);
        return this;
    }

    Columns<T> value(@Nullable Object value) throws SQLException {
        statement.setObject(next++, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        return this;
    }

    private static @Nullable Object sql(@Nullable Object value) {
        return switch (value) {
            case LocalDate day -> day.toString();
            case Instant time -> time.toString();
            case null, default -> value;
        };
    }
}
