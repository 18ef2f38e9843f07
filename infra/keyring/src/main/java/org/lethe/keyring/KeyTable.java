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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;

/// The SQL on `keyring.keys`, one statement for any number of rows.
final class KeyTable {
    static final String CHANNEL = "lethe_keyring";

    private static final String SELECT = """
            SELECT k.client_id, k.kind, k.natural_key, k.root_epoch, k.wrapped, k.state,
                   k.fingerprint, k.reason, k.event_id, k.destroyed_at
            FROM unnest(?::uuid[], ?::smallint[], ?::text[]) AS wanted(client_id, kind, natural_key)
            JOIN keyring.keys k
              ON k.client_id = wanted.client_id AND k.kind = wanted.kind AND k.natural_key = wanted.natural_key
            """;

    private static final String INSERT = """
            INSERT INTO keyring.keys (client_id, kind, natural_key, shard, root_epoch, wrapped, state)
            SELECT client_id, kind, natural_key, shard, root_epoch, wrapped, 'ACTIVE'
            FROM unnest(?::uuid[], ?::smallint[], ?::text[], ?::smallint[], ?::integer[], ?::bytea[])
              AS minted(client_id, kind, natural_key, shard, root_epoch, wrapped)
            ON CONFLICT DO NOTHING
            """;

    // The bytes must still be those that the fingerprint was taken of; none is compared with none.
    private static final String DESTROY = """
            INSERT INTO keyring.keys AS k
              (client_id, kind, natural_key, shard, state, fingerprint, reason, event_id, destroyed_at)
            VALUES (?, ?, ?, ?, 'DESTROYED', ?, ?, ?, ?)
            ON CONFLICT (client_id, kind, natural_key) DO UPDATE
              SET state = 'DESTROYED', wrapped = NULL, fingerprint = excluded.fingerprint, reason = excluded.reason,
                  event_id = excluded.event_id, destroyed_at = excluded.destroyed_at
              WHERE k.state NOT IN ('FENCED', 'DESTROYED', 'FINAL') AND k.wrapped = ?
            """;

    private KeyTable() {}

    static Map<KeyName, KeyRow> select(Connection connection, Collection<KeyName> names) throws SQLException {
        Map<KeyName, KeyRow> rows = HashMap.newHashMap(names.size());
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            setNames(connection, statement, List.copyOf(names));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    KeyRow row = row(result);
                    rows.put(row.name(), row);
                }
            }
        }
        return rows;
    }

    /// Rows that exist stay as they are. Give the rows in the order of their names.
    ///
    /// @return how many are new
    static int insert(Connection connection, List<KeyRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            setNames(connection, statement, rows.stream().map(KeyRow::name).toList());
            statement.setArray(
                    4, array(connection, "int2", rows, row -> (short) row.name().shard()));
            statement.setArray(5, array(connection, "int4", rows, KeyRow::epoch));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "bytea", rows.stream().map(KeyRow::wrappedBytes).toArray(byte[][]::new)));
            return statement.executeUpdate();
        }
    }

    /// @param seen the wrapped bytes that the fingerprint was taken of; null if there was no row
    /// @return whether the tombstone stands now; false if the row is another than was seen
    static boolean destroy(Connection connection, KeyName name, byte @Nullable [] seen, Tombstone tombstone)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
            statement.setObject(1, name.client().value());
            statement.setShort(2, (short) name.kind().code());
            statement.setString(3, name.naturalKey());
            statement.setShort(4, (short) name.shard());
            statement.setString(5, tombstone.key().fingerprint());
            statement.setString(6, tombstone.reason());
            statement.setObject(7, tombstone.event().value());
            statement.setObject(8, tombstone.destroyedAt().atOffset(ZoneOffset.UTC));
            statement.setBytes(9, seen);
            return statement.executeUpdate() == 1;
        }
    }

    /// Tells all processes to forget a key; inside a transaction it is sent when that commits.
    static void notifyOthers(Connection connection, KeyName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, payload(name));
            statement.execute();
        }
    }

    static String payload(KeyName name) {
        return name.client() + "/" + name.kind().code() + "/" + name.naturalKey();
    }

    static KeyName ofPayload(String payload) {
        String[] parts = payload.split("/", 3);
        return new KeyName(ClientId.parse(parts[0]), KeyKind.ofCode(Integer.parseInt(parts[1])), parts[2]);
    }

    private static void setNames(Connection connection, PreparedStatement statement, List<KeyName> names)
            throws SQLException {
        statement.setArray(
                1, array(connection, "uuid", names, name -> name.client().value()));
        statement.setArray(
                2, array(connection, "int2", names, name -> (short) name.kind().code()));
        statement.setArray(3, array(connection, "text", names, KeyName::naturalKey));
    }

    private static <T> Array array(Connection connection, String type, List<T> items, Function<T, Object> field)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(field).toArray());
    }

    private static KeyRow row(ResultSet result) throws SQLException {
        KeyName name = new KeyName(
                new ClientId(result.getObject(1, UUID.class)), KeyKind.ofCode(result.getInt(2)), result.getString(3));
        KeyState state = KeyState.valueOf(result.getString(6));
        Tombstone tombstone = state.isDead() ? tombstone(name, result) : null;
        return new KeyRow(name, state, result.getInt(4), result.getBytes(5), tombstone);
    }

    private static Tombstone tombstone(KeyName name, ResultSet result) throws SQLException {
        return new Tombstone(
                new DestroyedKey(name.kind(), result.getString(7)),
                result.getString(8),
                new EventId(result.getObject(9, UUID.class)),
                result.getObject(10, OffsetDateTime.class).toInstant());
    }
}
