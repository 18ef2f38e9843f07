package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.sql.Sql;

/// The SQL of root epochs: rotating shards, moving K on, and making tombstones final.
final class RotationTable {
    enum Lock {
        /// None where somebody else has it; minting goes on meanwhile.
        IF_FREE("FOR NO KEY UPDATE SKIP LOCKED"),
        /// After those who mint.
        WAITING("FOR UPDATE");

        private final String sql;

        Lock(String sql) {
            this.sql = sql;
        }
    }

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String DIRTY = "state = 'DESTROYED' AND final_after_epoch IS NULL AND destroyed_at < ?";

    private static final String TO_ROTATE = """
            SELECT client_id, shard FROM keyring.keys WHERE %s AND (client_id, shard) > (?, ?)
            UNION
            SELECT client_id, shard FROM keyring.keys WHERE previous_epoch IS NOT NULL AND (client_id, shard) > (?, ?)
            ORDER BY client_id, shard LIMIT ?
            """.formatted(DIRTY);

    private static final String COUNT_TO_ROTATE = """
            SELECT count(*) FROM (
              SELECT client_id, shard FROM keyring.keys WHERE %s
              UNION
              SELECT client_id, shard FROM keyring.keys WHERE previous_epoch IS NOT NULL) AS shards
            """.formatted(DIRTY);

    private static final String OLDER = """
            FROM keyring.keys k
            WHERE k.client_id = ? AND k.shard = ? AND k.kind <> 5 AND k.wrapped IS NOT NULL AND k.generation < ?
            """;

    private static final String MARK_ROTTEN = """
            UPDATE keyring.keys k SET rotten_since = coalesce(k.rotten_since, ?)
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[])
              AS rotten(client_id, shard, kind, natural_key)
            WHERE k.client_id = rotten.client_id AND k.shard = rotten.shard AND k.kind = rotten.kind
              AND k.natural_key = rotten.natural_key AND k.wrapped IS NOT NULL
            """;

    private static final String LOCK_OLDER = "SELECT " + KeyTable.COLUMNS + OLDER
            + " AND (k.kind, k.natural_key) > (?, ?) ORDER BY k.kind, k.natural_key LIMIT ?"
            + " FOR NO KEY UPDATE SKIP LOCKED";

    // The rows are locked, and still what they were.
    private static final String REWRAP = """
            UPDATE keyring.keys k SET wrapped = again.wrapped, generation = ?, rotten_since = NULL
            FROM unnest(?::smallint[], ?::text[], ?::bytea[]) AS again(kind, natural_key, wrapped)
            WHERE k.client_id = ? AND k.shard = ? AND k.kind = again.kind AND k.natural_key = again.natural_key
            """;

    private static final String MOVE_ON = """
            UPDATE keyring.keys k SET wrapped = moved.wrapped, root_epoch = moved.root_epoch, rotten_since = NULL
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::integer[], ?::bytea[])
              AS moved(client_id, shard, kind, natural_key, root_epoch, wrapped)
            WHERE k.client_id = moved.client_id AND k.shard = moved.shard AND k.kind = moved.kind
              AND k.natural_key = moved.natural_key
            """;

    // What stands over H decides when the escrow of a hold is out of reach: H itself, or its K.
    private static final String DUE = """
            SELECT k.client_id, k.kind, k.natural_key, k.fingerprint, k.event_id, k.final_after_epoch
            FROM keyring.keys k
            WHERE k.state = 'DESTROYED' AND k.final_after_epoch < ?
              AND NOT EXISTS (
                SELECT FROM keyring.escrow e
                WHERE e.client_id = k.client_id
                  AND (e.consumer_id = CASE WHEN k.kind = 1 THEN k.natural_key::uuid END
                    OR e.bucket = CASE WHEN k.kind = 2 THEN k.natural_key END
                    OR e.conversation_id = CASE WHEN k.kind = 3 THEN k.natural_key::uuid END
                    OR k.kind = 5)
                  AND NOT EXISTS (
                    SELECT FROM keyring.keys h
                    WHERE h.client_id = e.client_id AND h.shard = e.hold_shard
                      AND (h.kind = 4 AND h.natural_key = e.hold_id::text OR h.kind = 5)
                      AND h.state IN ('DESTROYED', 'FINAL') AND h.final_after_epoch < ?))
            ORDER BY k.final_after_epoch, k.client_id, k.shard LIMIT ?
            """;

    private static final String MAKE_FINAL = """
            UPDATE keyring.keys k SET state = 'FINAL'
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[])
              AS due(client_id, shard, kind, natural_key)
            WHERE k.client_id = due.client_id AND k.shard = due.shard AND k.kind = due.kind
              AND k.natural_key = due.natural_key AND k.state = 'DESTROYED' AND k.final_after_epoch IS NOT NULL
            """;

    private RotationTable() {}

    static long countToRotate(Connection connection, Instant before) throws SQLException {
        return Sql.on(connection, COUNT_TO_ROTATE).value(before).count();
    }

    static long countDirty(Connection connection, Instant before) throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT count(*) FROM (SELECT DISTINCT client_id, shard FROM keyring.keys WHERE " + DIRTY
                                + ") AS dirty")
                .value(before)
                .count();
    }

    static long countRotating(Connection connection) throws SQLException {
        return Sql.on(connection, "SELECT count(*) FROM keyring.keys WHERE previous_epoch IS NOT NULL")
                .count();
    }

    static long countWaiting(Connection connection) throws SQLException {
        return Sql.on(connection, "SELECT count(*) FROM keyring.keys WHERE state = 'DESTROYED'")
                .count();
    }

    static long countClientKeysUpTo(Connection connection, int newest) throws SQLException {
        return Sql.on(connection, "SELECT count(*) FROM keyring.keys WHERE kind = 5 AND root_epoch <= ?")
                .value(newest)
                .count();
    }

    /// Shards with keys that were destroyed before an instant and whose K still lives, or whose rotation has
    /// begun.
    ///
    /// @return the names of their K
    static List<KeyName> toRotate(Connection connection, Instant before, @Nullable KeyName after, int most)
            throws SQLException {
        UUID client = after == null ? BEFORE_ALL : after.client().value();
        int shard = after == null ? -1 : after.shard();
        return Sql.on(connection, TO_ROTATE)
                .values(before, client, shard, client, shard, most)
                .list(row -> new KeyName(new ClientId(row.uuid(1)), KeyKind.CLIENT, Integer.toString(row.number(2))));
    }

    static boolean isDirty(Connection connection, KeyName clientKey, Instant before) throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT FROM keyring.keys WHERE " + DIRTY + " AND client_id = ? AND shard = ? LIMIT 1")
                .values(before, clientKey.client().value(), clientKey.shard())
                .exists();
    }

    static Optional<KeyRow> lockClientKey(Connection connection, KeyName clientKey, Lock lock) throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT " + KeyTable.COLUMNS
                                + "FROM keyring.keys k WHERE k.client_id = ? AND k.shard = ? AND k.kind = 5 "
                                + lock.sql)
                .values(clientKey.client().value(), clientKey.shard())
                .first(KeyTable::row);
    }

    static void setGeneration(Connection connection, KeyRow next) throws SQLException {
        KeyRow.Previous previous = next.previous();
        if (previous == null) {
            throw new IllegalArgumentException("a new generation keeps the one before");
        }
        Sql.on(
                        connection,
                        "UPDATE keyring.keys SET generation = ?, root_epoch = ?, wrapped = ?, previous_epoch = ?,"
                                + " previous_wrapped = ? WHERE client_id = ? AND shard = ? AND kind = 5")
                .values(next.generation(), next.epoch(), next.wrappedBytes(), previous.epoch(), previous.wrapped())
                .values(next.name().client().value(), next.name().shard())
                .update();
    }

    static void dropPrevious(Connection connection, KeyName clientKey) throws SQLException {
        Sql.on(
                        connection,
                        "UPDATE keyring.keys SET previous_epoch = NULL, previous_wrapped = NULL"
                                + " WHERE client_id = ? AND shard = ? AND kind = 5")
                .values(clientKey.client().value(), clientKey.shard())
                .update();
    }

    /// Tombstones of keys that the dropped K, or one before it, wrapped.
    ///
    /// @param newestEpoch the newest root key that ever wrapped that K
    static void settle(Connection connection, KeyName clientKey, int generation, int newestEpoch) throws SQLException {
        Sql.on(
                        connection,
                        "UPDATE keyring.keys SET final_after_epoch = ? WHERE state = 'DESTROYED'"
                                + " AND final_after_epoch IS NULL"
                                + " AND client_id = ? AND shard = ? AND generation <= ?")
                .values(newestEpoch, clientKey.client().value(), clientKey.shard(), generation)
                .update();
    }

    /// Where K itself was destroyed, all under it is final with it.
    static void settleUnderDestroyed(Connection connection, KeyName clientKey) throws SQLException {
        Sql.on(
                        connection,
                        "UPDATE keyring.keys k SET final_after_epoch = c.final_after_epoch FROM keyring.keys c"
                                + " WHERE k.state = 'DESTROYED' AND k.final_after_epoch IS NULL"
                                + " AND k.client_id = ? AND k.shard = ?"
                                + " AND c.client_id = k.client_id AND c.shard = k.shard AND c.kind = 5")
                .values(clientKey.client().value(), clientKey.shard())
                .update();
    }

    static boolean hasOlder(Connection connection, KeyName clientKey, int generation) throws SQLException {
        return Sql.on(connection, "SELECT " + OLDER + " AND k.rotten_since IS NULL LIMIT 1")
                .values(clientKey.client().value(), clientKey.shard(), generation)
                .exists();
    }

    /// Living keys under an older K than this generation, in their order; those that somebody else has locked
    /// are left out.
    static List<KeyRow> lockOlder(
            Connection connection, KeyName clientKey, int generation, @Nullable KeyName after, int most)
            throws SQLException {
        return Sql.on(connection, LOCK_OLDER)
                .values(clientKey.client().value(), clientKey.shard(), generation)
                .values(after == null ? 0 : after.kind().code(), after == null ? "" : after.naturalKey(), most)
                .list(KeyTable::row);
    }

    /// @param rows of this shard, which are locked
    static void rewrap(Connection connection, KeyName clientKey, int generation, List<KeyRow> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int replaced = Sql.on(connection, REWRAP)
                .value(generation)
                .array("int2", rows, row -> (short) row.name().kind().code())
                .array("text", rows, row -> row.name().naturalKey())
                .bytes(rows, KeyRow::wrappedBytes)
                .values(clientKey.client().value(), clientKey.shard())
                .update();
        requireAll(replaced, rows);
    }

    /// Notes keys whose bytes are not what was stored, in the order of their names.
    static int markRotten(Connection connection, List<KeyName> names, Instant now) throws SQLException {
        return KeyTable.withNames(Sql.on(connection, MARK_ROTTEN).value(now), names)
                .update();
    }

    static long countRotten(Connection connection) throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT count(*) FROM keyring.keys WHERE rotten_since IS NOT NULL AND wrapped IS NOT NULL")
                .count();
    }

    static Optional<Integer> newestEpochWaitedFor(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT max(final_after_epoch) FROM keyring.keys"
                        + " WHERE state = 'DESTROYED' AND final_after_epoch IS NOT NULL");
    }

    /// K under root keys up to one, in the order of their epochs and names.
    static List<KeyRow> lockClientKeysUpTo(Connection connection, int newest, @Nullable KeyRow after, int most)
            throws SQLException {
        return Sql.on(
                        connection,
                        "SELECT " + KeyTable.COLUMNS
                                + "FROM keyring.keys k WHERE k.kind = 5 AND k.root_epoch IS NOT NULL"
                                + " AND k.root_epoch <= ? AND (k.root_epoch, k.client_id, k.shard) > (?, ?, ?)"
                                + " ORDER BY k.root_epoch, k.client_id, k.shard LIMIT ?"
                                + " FOR NO KEY UPDATE SKIP LOCKED")
                .values(newest, after == null ? -1 : after.epoch())
                .values(
                        after == null ? BEFORE_ALL : after.name().client().value(),
                        after == null ? -1 : after.name().shard(),
                        most)
                .list(KeyTable::row);
    }

    static void moveOn(Connection connection, List<KeyRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int replaced = KeyTable.withNames(
                        Sql.on(connection, MOVE_ON),
                        rows.stream().map(KeyRow::name).toList())
                .array("int4", rows, KeyRow::epoch)
                .bytes(rows, KeyRow::wrappedBytes)
                .update();
        requireAll(replaced, rows);
    }

    private static void requireAll(int replaced, List<KeyRow> locked) {
        if (replaced != locked.size()) {
            throw new IllegalStateException("of " + locked.size() + " locked rows " + replaced + " were there");
        }
    }

    static Map<Integer, Long> clientKeysByEpoch(Connection connection) throws SQLException {
        Map<Integer, Long> counts = new HashMap<>();
        Sql.on(connection, """
                        SELECT epoch, count(*) FROM (
                          SELECT root_epoch AS epoch FROM keyring.keys WHERE kind = 5 AND root_epoch IS NOT NULL
                          UNION ALL
                          SELECT previous_epoch FROM keyring.keys WHERE previous_epoch IS NOT NULL) AS uses
                        GROUP BY epoch
                        """).list(row -> counts.put(row.number(1), row.whole(2)));
        return counts;
    }

    static List<RootEpochs.KeyCount> keyCounts(Connection connection) throws SQLException {
        return Sql.on(connection, "SELECT kind, state, count(*) FROM keyring.keys GROUP BY kind, state ORDER BY 1, 2")
                .list(row -> new RootEpochs.KeyCount(
                        KeyKind.ofCode(row.number(1)), KeyState.valueOf(row.text(2)), row.whole(3)));
    }

    /// @param oldest root key that is left
    static List<ErasedForGood> due(Connection connection, int oldest, int most) throws SQLException {
        return Sql.on(connection, DUE)
                .values(oldest, oldest, most)
                .list(row -> new ErasedForGood(
                        new ClientId(row.uuid(1)),
                        new DestroyedKey(
                                KeyKind.ofCode(row.number(2)), row.textIfAny(4).orElse(null)),
                        row.text(3),
                        new EventId(row.uuid(5)),
                        row.number(6)));
    }

    /// @return how many became final now
    static int makeFinal(Connection connection, List<KeyName> names) throws SQLException {
        return KeyTable.withNames(Sql.on(connection, MAKE_FINAL), names).update();
    }

    private static Optional<Integer> number(Connection connection, String sql) throws SQLException {
        return Sql.on(connection, sql).first(row -> row.numberIfAny(1)).orElseThrow();
    }
}
