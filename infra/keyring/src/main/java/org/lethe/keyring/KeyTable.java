package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

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
                fingerprint = seen.fingerprint, unread = seen.unread, rotten_since = NULL,
                reason = ?, event_id = seen.event_id, destroyed_at = ?,
                root_epoch = CASE WHEN k.kind <> 5 THEN k.root_epoch END,
                final_after_epoch = CASE WHEN k.kind = 5 THEN k.root_epoch END
            FROM (SELECT k.client_id, k.shard, k.kind, k.natural_key, doomed.fingerprint, doomed.unread,
                         doomed.event_id
                  FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::bytea[], ?::text[],
                              ?::text[], ?::uuid[])
                    AS doomed(client_id, shard, kind, natural_key, seen, fingerprint, unread, event_id)
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
        for (KeyRow row : withNames(Sql.on(connection, SELECT), names).list(KeyTable::row)) {
            rows.put(row.name(), row);
        }
        return rows;
    }

    static Optional<Tombstone> tombstoneOf(Connection connection, ClientId client, String fingerprint)
            throws SQLException {
        return Sql.on(connection, TOMBSTONE_OF)
                .values(client.value(), fingerprint)
                .first(KeyTable::row)
                .map(KeyRow::tombstone);
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
        return withNames(
                        Sql.on(connection, sql), rows.stream().map(KeyRow::name).toList())
                .array("int4", rows, KeyRow::generation)
                .array("int4", rows, KeyRow::epoch)
                .bytes(rows, KeyRow::wrappedBytes)
                .update();
    }

    /// Sets bytes to null and writes tombstones. Give them in the order of their names.
    ///
    /// @param doomed keys whose row was seen
    /// @return how many tombstones stand now; the rows of the others are not as they were seen
    static int destroy(Connection connection, List<DoomedKey> doomed, Map<KeyName, EventId> events, Obituary obituary)
            throws SQLException {
        return withNames(
                        Sql.on(connection, DESTROY).values(obituary.reason(), obituary.at()),
                        doomed.stream().map(DoomedKey::name).toList())
                .bytes(doomed, DoomedKey::seenBytes)
                .array("text", doomed, key -> key.destroyed().fingerprint())
                .array("text", doomed, DoomedKey::unread)
                .array("uuid", doomed, key -> eventOf(key, events))
                .update();
    }

    /// Writes tombstones for names that never had a key.
    ///
    /// @return how many are new; the others have a row meanwhile
    static int bury(Connection connection, List<DoomedKey> doomed, Map<KeyName, EventId> events, Obituary obituary)
            throws SQLException {
        return withNames(
                        Sql.on(connection, BURY).values(obituary.reason(), obituary.at(), Epoch.of(obituary.at())),
                        doomed.stream().map(DoomedKey::name).toList())
                .array("uuid", doomed, key -> eventOf(key, events))
                .update();
    }

    private static UUID eventOf(DoomedKey key, Map<KeyName, EventId> events) {
        EventId event = events.get(key.name());
        if (event == null) {
            throw new IllegalArgumentException("a " + key.name().kind() + " key was given no event");
        }
        return event.value();
    }

    /// Gives four arrays: client, shard, kind and natural key.
    static Sql withNames(Sql sql, Collection<KeyName> names) {
        return sql.array("uuid", names, name -> name.client().value())
                .array("int2", names, name -> (short) name.shard())
                .array("int2", names, name -> (short) name.kind().code())
                .array("text", names, KeyName::naturalKey);
    }

    static KeyRow row(Row row) throws SQLException {
        KeyName name = new KeyName(new ClientId(row.uuid(1)), KeyKind.ofCode(row.number(2)), row.text(3));
        KeyState state = KeyState.valueOf(row.text(6));
        byte[] previous = row.bytesIfAny(13).orElse(null);
        return new KeyRow(
                name,
                state,
                row.numberIfAny(11).orElse(0),
                row.numberIfAny(4).orElse(0),
                row.bytesIfAny(5).orElse(null),
                previous == null ? null : new KeyRow.Previous(row.number(12), previous),
                state.isDead() ? tombstone(name, row) : null);
    }

    private static Tombstone tombstone(KeyName name, Row row) throws SQLException {
        return new Tombstone(
                new DestroyedKey(name.kind(), row.textIfAny(7).orElse(null)),
                row.text(8),
                new EventId(row.uuid(9)),
                row.instant(10));
    }
}
