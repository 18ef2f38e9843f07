package org.lethe.keyring;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;

/// The SQL on `keyring.keys`, one statement for any number of rows.
final class KeyTable {
    /// What [#row] reads, of `keyring.keys k`.
    static final String COLUMNS = """
            k.client_id, k.kind, k.natural_key, k.root_epoch, k.wrapped, k.state,
            k.fingerprint, k.reason, k.event_id, k.destroyed_at,
            k.generation, k.previous_epoch, k.previous_wrapped
            """;

    private static final String SELECT = "SELECT " + COLUMNS + """
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[])
              AS wanted(client_id, shard, kind, natural_key)
            JOIN keyring.keys k USING (client_id, shard, kind, natural_key)
            """;

    private static final String TOMBSTONE_OF = "SELECT " + COLUMNS + """
            FROM keyring.keys k WHERE k.client_id = ? AND k.fingerprint = ? LIMIT 1
            """;

    private static final String INSERT_CLIENT_KEYS = """
            INSERT INTO keyring.keys (client_id, shard, kind, natural_key, generation, root_epoch, wrapped, state)
            SELECT client_id, shard, kind, natural_key, generation, root_epoch, wrapped, 'ACTIVE'
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::integer[], ?::integer[], ?::bytea[])
              AS minted(client_id, shard, kind, natural_key, generation, root_epoch, wrapped)
            ON CONFLICT DO NOTHING
            """;

    // K stays what it is until the transaction ends, and must be of the generation that wrapped: a rotation
    // about to drop a generation waits for this lock, and then sees what was inserted. In one order, as all
    // who insert.
    private static final String INSERT = """
            WITH minted AS (
              SELECT * FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[],
                                   ?::integer[], ?::integer[], ?::bytea[])
                AS minted(client_id, shard, kind, natural_key, generation, root_epoch, wrapped)),
            client_key AS (
              SELECT k.client_id, k.shard, k.generation FROM keyring.keys k
              WHERE k.kind = 5 AND (k.client_id, k.shard) IN (SELECT client_id, shard FROM minted)
                AND k.state NOT IN ('FENCED', 'DESTROYED', 'FINAL')
              ORDER BY k.client_id, k.shard FOR KEY SHARE)
            INSERT INTO keyring.keys (client_id, shard, kind, natural_key, generation, root_epoch, wrapped, state)
            SELECT client_id, shard, kind, natural_key, generation, root_epoch, wrapped, 'ACTIVE'
            FROM minted JOIN client_key USING (client_id, shard, generation)
            ORDER BY client_id, kind, natural_key
            ON CONFLICT DO NOTHING
            """;

    // Locked in the order of their names. The bytes must still be those that the fingerprint was taken of.
    private static final String DESTROY = """
            UPDATE keyring.keys k
            SET state = 'DESTROYED', wrapped = NULL, previous_wrapped = NULL, previous_epoch = NULL,
                fingerprint = seen.fingerprint, reason = ?, event_id = seen.event_id, destroyed_at = ?,
                root_epoch = CASE WHEN k.kind <> 5 THEN k.root_epoch END,
                final_after_epoch = CASE WHEN k.kind = 5 THEN k.root_epoch END
            FROM (SELECT k.client_id, k.shard, k.kind, k.natural_key, doomed.fingerprint, doomed.event_id
                  FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::bytea[], ?::text[], ?::uuid[])
                    AS doomed(client_id, shard, kind, natural_key, seen, fingerprint, event_id)
                  JOIN keyring.keys k USING (client_id, shard, kind, natural_key)
                  WHERE k.state NOT IN ('FENCED', 'DESTROYED', 'FINAL') AND k.wrapped = doomed.seen
                  ORDER BY k.client_id, k.kind, k.natural_key FOR UPDATE OF k) AS seen
            WHERE k.client_id = seen.client_id AND k.shard = seen.shard AND k.kind = seen.kind
              AND k.natural_key = seen.natural_key
            """;

    // There was nothing that a copy could open: it is final with whatever was destroyed on the same day.
    private static final String BURY = """
            INSERT INTO keyring.keys (client_id, shard, kind, natural_key, state, reason, destroyed_at,
                                      final_after_epoch, event_id)
            SELECT client_id, shard, kind, natural_key, 'DESTROYED', ?, ?, ?, event_id
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::uuid[])
              AS doomed(client_id, shard, kind, natural_key, event_id)
            ON CONFLICT DO NOTHING
            """;

    private KeyTable() {}

    static Map<KeyName, KeyRow> select(Connection connection, Collection<KeyName> names) throws SQLException {
        Map<KeyName, KeyRow> rows = HashMap.newHashMap(names.size());
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            setNames(connection, statement, 1, List.copyOf(names));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    KeyRow row = row(result);
                    rows.put(row.name(), row);
                }
            }
        }
        return rows;
    }

    static Optional<Tombstone> tombstoneOf(Connection connection, ClientId client, String fingerprint)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOMBSTONE_OF)) {
            statement.setObject(1, client.value());
            statement.setString(2, fingerprint);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.ofNullable(row(result).tombstone()) : Optional.empty();
            }
        }
    }

    /// Rows that exist stay as they are. Give the rows in the order of their names.
    ///
    /// @param rows of K
    /// @return how many are new
    static int insertClientKeys(Connection connection, List<KeyRow> rows) throws SQLException {
        return insert(connection, INSERT_CLIENT_KEYS, rows);
    }

    /// Rows that exist stay as they are.
    ///
    /// @param rows of keys that a K wraps
    /// @return how many are new; of the others there is a row, or their K is destroyed or of another generation
    static int insert(Connection connection, List<KeyRow> rows) throws SQLException {
        return insert(connection, INSERT, rows);
    }

    private static int insert(Connection connection, String sql, List<KeyRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setNames(connection, statement, 1, rows.stream().map(KeyRow::name).toList());
            statement.setArray(5, array(connection, "int4", rows, KeyRow::generation));
            statement.setArray(6, array(connection, "int4", rows, KeyRow::epoch));
            statement.setArray(7, bytes(connection, rows, KeyRow::wrappedBytes));
            return statement.executeUpdate();
        }
    }

    /// Sets bytes to null and writes tombstones. Give them in the order of their names.
    ///
    /// @param doomed keys whose row was seen
    /// @return how many tombstones stand now; the rows of the others are not as they were seen
    static int destroy(Connection connection, List<DoomedKey> doomed, Map<KeyName, EventId> events, Obituary obituary)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
            statement.setString(1, obituary.reason());
            statement.setObject(2, obituary.at().atOffset(ZoneOffset.UTC));
            setNames(
                    connection,
                    statement,
                    3,
                    doomed.stream().map(DoomedKey::name).toList());
            statement.setArray(7, bytes(connection, doomed, DoomedKey::seenBytes));
            statement.setArray(
                    8, array(connection, "text", doomed, key -> key.destroyed().fingerprint()));
            statement.setArray(9, events(connection, doomed, events));
            return statement.executeUpdate();
        }
    }

    /// Writes tombstones for names that never had a key.
    ///
    /// @return how many are new; the others have a row meanwhile
    static int bury(Connection connection, List<DoomedKey> doomed, Map<KeyName, EventId> events, Obituary obituary)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BURY)) {
            statement.setString(1, obituary.reason());
            statement.setObject(2, obituary.at().atOffset(ZoneOffset.UTC));
            statement.setInt(3, Epoch.of(obituary.at()));
            setNames(
                    connection,
                    statement,
                    4,
                    doomed.stream().map(DoomedKey::name).toList());
            statement.setArray(8, events(connection, doomed, events));
            return statement.executeUpdate();
        }
    }

    private static Array events(Connection connection, List<DoomedKey> doomed, Map<KeyName, EventId> events)
            throws SQLException {
        return array(connection, "uuid", doomed, key -> {
            EventId event = events.get(key.name());
            if (event == null) {
                throw new IllegalArgumentException("a " + key.name().kind() + " key was given no event");
            }
            return event.value();
        });
    }

    /// Sets four parameters: client, shard, kind and natural key.
    static void setNames(Connection connection, PreparedStatement statement, int from, List<KeyName> names)
            throws SQLException {
        statement.setArray(
                from, array(connection, "uuid", names, name -> name.client().value()));
        statement.setArray(from + 1, array(connection, "int2", names, name -> (short) name.shard()));
        statement.setArray(from + 2, array(connection, "int2", names, name ->
                (short) name.kind().code()));
        statement.setArray(from + 3, array(connection, "text", names, KeyName::naturalKey));
    }

    static Array kinds(Connection connection, List<KeyRow> rows) throws SQLException {
        return array(connection, "int2", rows, row -> (short) row.name().kind().code());
    }

    static Array naturalKeys(Connection connection, List<KeyRow> rows) throws SQLException {
        return array(connection, "text", rows, row -> row.name().naturalKey());
    }

    static <T> Array bytes(Connection connection, List<T> items, Function<T, byte[]> field) throws SQLException {
        return connection.createArrayOf("bytea", items.stream().map(field).toArray(byte[][]::new));
    }

    private static <T> Array array(
            Connection connection, String type, List<T> items, Function<T, @Nullable Object> field)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(field).toArray());
    }

    static KeyRow row(ResultSet result) throws SQLException {
        KeyName name = new KeyName(
                new ClientId(result.getObject(1, UUID.class)), KeyKind.ofCode(result.getInt(2)), result.getString(3));
        KeyState state = KeyState.valueOf(result.getString(6));
        Tombstone tombstone = state.isDead() ? tombstone(name, result) : null;
        byte[] previous = result.getBytes(13);
        return new KeyRow(
                name,
                state,
                result.getInt(11),
                result.getInt(4),
                result.getBytes(5),
                previous == null ? null : new KeyRow.Previous(result.getInt(12), previous),
                tombstone);
    }

    private static Tombstone tombstone(KeyName name, ResultSet result) throws SQLException {
        return new Tombstone(
                new DestroyedKey(name.kind(), result.getString(7)),
                result.getString(8),
                new EventId(result.getObject(9, UUID.class)),
                result.getObject(10, OffsetDateTime.class).toInstant());
    }
}
