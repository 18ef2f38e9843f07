package org.lethe.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One statement with its values, in the order of its question marks:
///
///     Sql.on(transaction, "SELECT day FROM bucket WHERE client_id = ? AND channel = ANY (?)")
///             .value(client.value())
///             .array("text", channels, Channel::name)
///             .list(row -> row.day(1));
///
/// Instants are written as UTC. What the database refuses comes out as it is.
public final class Sql {
    private final Connections connections;
    private final String sql;
    private final List<@Nullable Object> values = new ArrayList<>();

    private Sql(Connections connections, String sql) {
        this.connections = connections;
        this.sql = sql;
    }

    /// Lends a connection for one statement.
    private interface Connections {
        <T> T lend(Work<T> work) throws SQLException;
    }

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private record Listed(String type, @Nullable Object[] elements) {}

    /// Reads one row.
    @FunctionalInterface
    public interface Reading<T> {
        T read(Row row) throws SQLException;
    }

    /// Within a transaction of the caller's, or on a connection of its own.
    public static Sql on(Connection connection, String sql) {
        return new Sql(
                new Connections() {
                    @Override
                    public <T> T lend(Work<T> work) throws SQLException {
                        try (PreparedStatement statement = connection.prepareStatement(sql)) {
                            return work.with(statement);
                        }
                    }
                },
                sql);
    }

    /// On a connection that is lent for this statement alone.
    public static Sql on(DataSource dataSource, String sql) {
        return new Sql(
                new Connections() {
                    @Override
                    public <T> T lend(Work<T> work) throws SQLException {
                        try (Connection connection = dataSource.getConnection();
                                PreparedStatement statement = connection.prepareStatement(sql)) {
                            return work.with(statement);
                        }
                    }
                },
                sql);
    }

    public Sql value(@Nullable Object value) {
        values.add(value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        return this;
    }

    public Sql values(@Nullable Object... all) {
        for (Object one : all) {
            value(one);
        }
        return this;
    }

    /// An array, such as for `= ANY (?)` or `unnest`.
    ///
    /// @param type of its elements, as SQL has it
    public <T> Sql array(String type, Collection<T> rows, Function<? super T, ? extends @Nullable Object> column) {
        values.add(new Listed(
                type, rows.stream().map(row -> element(column.apply(row))).toArray()));
        return this;
    }

    public Sql array(String type, Collection<?> elements) {
        return array(type, elements, element -> element);
    }

    /// An array of `bytea`.
    public <T> Sql bytes(Collection<T> rows, Function<? super T, byte[]> column) {
        values.add(new Listed("bytea", rows.stream().map(column).toArray(byte[][]::new)));
        return this;
    }

    private static @Nullable Object element(@Nullable Object value) {
        return switch (value) {
            case LocalDate day -> day.toString();
            case Instant time -> time.toString();
            case null, default -> value;
        };
    }

    /// All rows, in memory.
    public <T> List<T> list(Reading<T> reading) throws SQLException {
        return connections.lend(statement -> {
            List<T> read = new ArrayList<>();
            try (ResultSet rows = bound(statement).executeQuery()) {
                while (rows.next()) {
                    read.add(reading.read(new Row(rows)));
                }
            }
            return read;
        });
    }

    /// The first row.
    public <T> Optional<T> first(Reading<T> reading) throws SQLException {
        return connections.lend(statement -> {
            try (ResultSet rows = bound(statement).executeQuery()) {
                return rows.next() ? Optional.of(reading.read(new Row(rows))) : Optional.empty();
            }
        });
    }

    /// What a `SELECT count(*)` says.
    public long count() throws SQLException {
        return first(row -> row.whole(1)).orElseThrow(() -> new SQLException("no row came of " + sql));
    }

    public boolean exists() throws SQLException {
        return first(_ -> Boolean.TRUE).isPresent();
    }

    /// @return how many rows it changed
    public int update() throws SQLException {
        return connections.lend(statement -> bound(statement).executeUpdate());
    }

    private PreparedStatement bound(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Listed listed) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf(listed.type(), listed.elements()));
            } else {
                statement.setObject(i + 1, values.get(i));
            }
        }
        return statement;
    }
}
