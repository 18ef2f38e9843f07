package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The SQL on `keyring.root_epochs`.
final class RootEpochTable {
    private static final String COLUMNS = "epoch, check_value, unused_since, going_since, destroyed_at";

    // A rotten K holds no root key back: nothing can be read by it, and there is a backup window to mend it from.
    private static final String OLDEST_IN_USE = """
            SELECT least((SELECT min(root_epoch) FROM keyring.keys
                          WHERE kind = 5 AND root_epoch IS NOT NULL AND rotten_since IS NULL),
                         (SELECT min(previous_epoch) FROM keyring.keys
                          WHERE previous_epoch IS NOT NULL AND rotten_since IS NULL))
            """;

    private static final String MARK_UNUSED = """
            UPDATE keyring.root_epochs
            SET unused_since = CASE WHEN epoch < ? THEN coalesce(unused_since, ?::timestamptz) END
            WHERE epoch = ANY (?::integer[]) AND going_since IS NULL
            """;

    // A few of each, as one row may be rotten.
    private static final String USES = "SELECT " + KeyTable.COLUMNS + """
            FROM (SELECT DISTINCT u.epoch FROM (
                    SELECT root_epoch AS epoch FROM keyring.keys WHERE kind = 5 AND root_epoch IS NOT NULL
                    UNION ALL
                    SELECT previous_epoch FROM keyring.keys WHERE previous_epoch IS NOT NULL) AS u
                  WHERE u.epoch NOT IN (SELECT epoch FROM keyring.root_epochs WHERE check_value IS NOT NULL)) AS used
            CROSS JOIN LATERAL (
              SELECT * FROM keyring.keys c
              WHERE c.kind = 5 AND c.wrapped IS NOT NULL
                AND (c.root_epoch = used.epoch OR c.previous_epoch = used.epoch) LIMIT ?) AS k
            """;

    private RootEpochTable() {}

    static Map<Integer, RootEpoch> all(Connection connection) throws SQLException {
        Map<Integer, RootEpoch> all = new HashMap<>();
        Sql.on(connection, "SELECT " + COLUMNS + " FROM keyring.root_epochs")
                .list(RootEpochTable::row)
                .forEach(row -> all.put(row.epoch(), row));
        return all;
    }

    static Optional<RootEpoch> find(Connection connection, int epoch) throws SQLException {
        return Sql.on(connection, "SELECT " + COLUMNS + " FROM keyring.root_epochs WHERE epoch = ?")
                .value(epoch)
                .first(RootEpochTable::row);
    }

    /// Notes that the key of an epoch is about to be made, and answers what is known of it.
    static RootEpoch intend(Connection connection, int epoch) throws SQLException {
        Sql.on(connection, "INSERT INTO keyring.root_epochs (epoch) VALUES (?) ON CONFLICT DO NOTHING")
                .value(epoch)
                .update();
        return find(connection, epoch).orElseThrow();
    }

    /// Notes the check of a key, where there is none.
    ///
    /// @return the one that stands
    static byte[] fill(Connection connection, int epoch, byte[] check) throws SQLException {
        return Sql.on(connection, """
                        INSERT INTO keyring.root_epochs AS e (epoch, check_value) VALUES (?, ?)
                        ON CONFLICT (epoch) DO UPDATE SET check_value = coalesce(e.check_value, excluded.check_value)
                        RETURNING check_value
                        """)
                .values(epoch, check)
                .first(row -> row.bytes(1))
                .orElseThrow();
    }

    /// Some K of each epoch in use that has no check.
    static List<KeyRow> uses(Connection connection, int ofEach) throws SQLException {
        return Sql.on(connection, USES).value(ofEach).list(KeyTable::row);
    }

    /// Notes which of these root keys nothing is wrapped by, them or an older one, and since when.
    static Map<Integer, Instant> markUnused(Connection connection, List<Integer> epochs, Instant now)
            throws SQLException {
        int oldestInUse = Sql.on(connection, OLDEST_IN_USE)
                .first(row -> row.numberIfAny(1))
                .orElseThrow()
                .orElse(Integer.MAX_VALUE);
        Sql.on(connection, MARK_UNUSED)
                .values(oldestInUse, now)
                .array("int4", epochs)
                .update();
        return unusedSince(connection);
    }

    static Map<Integer, Instant> unusedSince(Connection connection) throws SQLException {
        Map<Integer, Instant> unused = new HashMap<>();
        Sql.on(connection, "SELECT epoch, unused_since FROM keyring.root_epochs WHERE unused_since IS NOT NULL")
                .list(row -> unused.put(row.number(1), row.instant(2)));
        return unused;
    }

    /// Notes that the keystore is about to destroy these, which nothing uses.
    ///
    /// @return how many
    static int doom(Connection connection, Collection<Integer> epochs, Instant now) throws SQLException {
        return Sql.on(connection, """
                        UPDATE keyring.root_epochs SET going_since = ?
                        WHERE epoch = ANY (?::integer[]) AND unused_since IS NOT NULL AND going_since IS NULL
                        """).value(now).array("int4", epochs).update();
    }

    /// Those that the keystore was told to destroy and that are not recorded as destroyed, ascending.
    static List<Integer> going(Connection connection) throws SQLException {
        return Sql.on(connection, """
                        SELECT epoch FROM keyring.root_epochs
                        WHERE going_since IS NOT NULL AND destroyed_at IS NULL ORDER BY epoch
                        """).list(row -> row.number(1));
    }

    /// @return how many are recorded as destroyed now
    static int destroyed(Connection connection, Collection<Integer> epochs, Instant at) throws SQLException {
        return Sql.on(connection, """
                        UPDATE keyring.root_epochs SET destroyed_at = ?
                        WHERE epoch = ANY (?::integer[]) AND going_since IS NOT NULL AND destroyed_at IS NULL
                        """).value(at).array("int4", epochs).update();
    }

    /// The oldest root key that is not recorded as destroyed.
    static Optional<Integer> oldestKept(Connection connection) throws SQLException {
        return Sql.on(connection, """
                        SELECT min(epoch) FROM keyring.root_epochs
                        WHERE check_value IS NOT NULL AND destroyed_at IS NULL
                        """).first(row -> row.numberIfAny(1)).orElseThrow();
    }

    private static RootEpoch row(Row row) throws SQLException {
        return new RootEpoch(
                row.number(1),
                row.bytesIfAny(2).orElse(null),
                row.instantIfAny(3).orElse(null),
                row.instantIfAny(4).orElse(null),
                row.instantIfAny(5).orElse(null));
    }
}
