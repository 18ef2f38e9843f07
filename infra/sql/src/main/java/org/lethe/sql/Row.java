package org.lethe.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of a result, column by column from 1. What may be null is asked for as such.
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public UUID uuid(int column) throws SQLException {
        return there(result.getObject(column, UUID.class), column);
    }

    public Optional<UUID> uuidIfAny(int column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, UUID.class));
    }

    public String text(int column) throws SQLException {
        return there(result.getString(column), column);
    }

    public Optional<String> textIfAny(int column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    public Instant instant(int column) throws SQLException {
        return there(result.getObject(column, OffsetDateTime.class), column).toInstant();
    }

    public Optional<Instant> instantIfAny(int column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public LocalDate day(int column) throws SQLException {
        return there(result.getObject(column, LocalDate.class), column);
    }

    public long whole(int column) throws SQLException {
        long number = result.getLong(column);
        return there(result.wasNull() ? null : number, column);
    }

    public Optional<Long> wholeIfAny(int column) throws SQLException {
        long number = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public int number(int column) throws SQLException {
        int number = result.getInt(column);
        return there(result.wasNull() ? null : number, column);
    }

    public Optional<Integer> numberIfAny(int column) throws SQLException {
        int number = result.getInt(column);
        return result.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public boolean is(int column) throws SQLException {
        boolean yes = result.getBoolean(column);
        return there(result.wasNull() ? null : yes, column);
    }

    public byte[] bytes(int column) throws SQLException {
        return there(result.getBytes(column), column);
    }

    public Optional<byte[]> bytesIfAny(int column) throws SQLException {
        return Optional.ofNullable(result.getBytes(column));
    }

    public List<String> texts(int column) throws SQLException {
        return List.of((String[]) there(result.getArray(column), column).getArray());
    }

    private static <T> T there(@Nullable T value, int column) throws SQLException {
        if (value == null) {
            throw new SQLException("column " + column + " is null");
        }
        return value;
    }
}
