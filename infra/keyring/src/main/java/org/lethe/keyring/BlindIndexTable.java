package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The SQL on `keyring.blind_index`, one statement for any number of rows.
final class BlindIndexTable {
    private static final int OLD_SPELLING = 1; // V5__spelling.sql; what is written now is 2

    private static final String SELECT = """
            WITH wanted AS (SELECT * FROM unnest(?::bytea[]) AS w (index)),
            client AS (SELECT ?::uuid AS id)
            SELECT b.index, b.consumer_id, b.spelling, false
            FROM client, wanted JOIN keyring.blind_index b USING (index) WHERE b.client_id = client.id
            UNION ALL
            SELECT h.index, h.consumer_id, h.spelling, true
            FROM client, wanted JOIN keyring.held_index h USING (index) WHERE h.client_id = client.id
            """;

    // In one order, so that two who lock the same rows don't wait in a circle.
    private static final String LOCK = """
            SELECT index, consumer_id, spelling FROM keyring.blind_index
            WHERE client_id = ? AND index = ANY (?::bytea[])
            ORDER BY index FOR KEY SHARE
            """;

    private static final String INSERT = """
            INSERT INTO keyring.blind_index (client_id, index, consumer_id, spelling)
            SELECT ?, index, consumer_id, 2 FROM unnest(?::bytea[], ?::uuid[]) AS link(index, consumer_id)
            ON CONFLICT DO NOTHING
            """;

    // Waits for nobody: a consumer whose key is being erased, or wrapped again, is passed over.
    private static final String INSERT_OF_LIVING = """
            WITH living AS MATERIALIZED (
                SELECT told.index, told.consumer_id
                FROM unnest(?::bytea[], ?::uuid[], ?::int2[]) AS told(index, consumer_id, shard)
                JOIN keyring.keys k ON k.client_id = ? AND k.shard = told.shard AND k.kind = 1
                    AND k.natural_key = told.consumer_id::text
                WHERE k.wrapped IS NOT NULL
                FOR SHARE OF k SKIP LOCKED)
            INSERT INTO keyring.blind_index (client_id, index, consumer_id)
            SELECT ?, index, consumer_id FROM living ORDER BY index
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK_KEYS = """
            SELECT 1 FROM unnest(?::int2[], ?::text[]) AS gone(shard, natural_key)
            JOIN keyring.keys k USING (shard, natural_key) WHERE k.client_id = ? AND k.kind = 1
            ORDER BY natural_key FOR UPDATE OF k
            """;

    private static final String HOLD = """
            INSERT INTO keyring.held_index (client_id, consumer_id, index, spelling)
            SELECT client_id, consumer_id, index, spelling FROM keyring.blind_index WHERE client_id = ? AND consumer_id = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String RELEASE =
            "DELETE FROM keyring.held_index WHERE client_id = ? AND consumer_id <> ALL (?)";

    private static final String DELETE =
            "DELETE FROM keyring.blind_index WHERE client_id = ? AND consumer_id = ANY (?)";

    private static final String DELETE_ALL = """
            WITH held AS (DELETE FROM keyring.held_index WHERE client_id = ?)
            DELETE FROM keyring.blind_index WHERE client_id = ?
            """;

    private static final String KNOWN =
            "SELECT DISTINCT consumer_id FROM keyring.blind_index WHERE client_id = ? AND consumer_id = ANY (?)";

    private BlindIndexTable() {}

    /// Where an index leads.
    ///
    /// @param isOld whether it was written under the first rules of spelling
    record Link(ConsumerId consumer, boolean isOld) {}

    /// Where indexes lead.
    ///
    /// @param held to people who were erased under a hold
    record Known(Map<ByteBuffer, Link> living, Map<ByteBuffer, Set<Link>> held) {}

    static Known select(Connection connection, ClientId client, Collection<ByteBuffer> indexes) throws SQLException {
        Known known = new Known(new HashMap<>(), new HashMap<>());
        Sql.on(connection, SELECT)
                .bytes(indexes, ByteBuffer::array)
                .value(client.value())
                .list(row -> {
                    ByteBuffer index = ByteBuffer.wrap(row.bytes(1));
                    Link link = link(row);
                    return row.is(4)
                            ? known.held()
                                    .computeIfAbsent(index, _ -> new HashSet<>())
                                    .add(link)
                            : known.living().put(index, link) == null;
                });
        return known;
    }

    /// Keeps by what a consumer is known, for the holds that name them.
    static void hold(Connection connection, ClientId client, ConsumerId consumer) throws SQLException {
        Sql.on(connection, HOLD).values(client.value(), consumer.value()).update();
    }

    /// Lets go of what was kept of all but these.
    static void release(Connection connection, ClientId client, Collection<ConsumerId> stillHeld) throws SQLException {
        Sql.on(connection, RELEASE)
                .value(client.value())
                .array("uuid", stillHeld, ConsumerId::value)
                .update();
    }

    /// The same, and the rows stay until the transaction ends. One that is being deleted is waited for and then
    /// missing.
    static Map<ByteBuffer, Link> lock(Connection connection, ClientId client, Collection<ByteBuffer> indexes)
            throws SQLException {
        return links(Sql.on(connection, LOCK).value(client.value()).bytes(indexes, ByteBuffer::array));
    }

    /// Rows that exist stay as they are. Give the links in the order of their indexes.
    ///
    /// @return how many are new
    static int insert(Connection connection, ClientId client, Map<ByteBuffer, ConsumerId> links) throws SQLException {
        return Sql.on(connection, INSERT)
                .value(client.value())
                .bytes(links.keySet(), ByteBuffer::array)
                .array("uuid", links.values(), ConsumerId::value)
                .update();
    }

    /// Those of consumers whose key is alive, for as long as it is: an erasure waits for this transaction and then
    /// deletes its rows.
    static void insertOfLiving(Connection connection, ClientId client, Map<ByteBuffer, ConsumerId> links)
            throws SQLException {
        Sql.on(connection, INSERT_OF_LIVING)
                .bytes(links.keySet(), ByteBuffer::array)
                .array("uuid", links.values(), ConsumerId::value)
                .array("int2", links.values(), consumer ->
                        (short) KeyName.of(client, consumer).shard())
                .values(client.value(), client.value())
                .update();
    }

    /// Until nothing is left: who links one more identifier holds one of the consumer's rows meanwhile, so each
    /// deletion waits for them, and the next one sees what they added.
    static void delete(Connection connection, ClientId client, Collection<ConsumerId> consumers) throws SQLException {
        Sql.on(connection, LOCK_KEYS)
                .array("int2", consumers, consumer ->
                        (short) KeyName.of(client, consumer).shard())
                .array("text", consumers, ConsumerId::toString)
                .value(client.value())
                .list(row -> row.number(1));
        Sql delete = Sql.on(connection, DELETE).value(client.value()).array("uuid", consumers, ConsumerId::value);
        int deleted;
        do {
            deleted = delete.update();
        } while (deleted > 0);
    }

    static void deleteAll(Connection connection, ClientId client) throws SQLException {
        Sql.on(connection, DELETE_ALL).values(client.value(), client.value()).update();
    }

    /// Those of the consumers to whom anything leads.
    static Set<ConsumerId> known(Connection connection, ClientId client, Collection<ConsumerId> consumers)
            throws SQLException {
        return new HashSet<>(Sql.on(connection, KNOWN)
                .value(client.value())
                .array("uuid", consumers, ConsumerId::value)
                .list(row -> new ConsumerId(row.uuid(1))));
    }

    private static Map<ByteBuffer, Link> links(Sql select) throws SQLException {
        Map<ByteBuffer, Link> links = new HashMap<>();
        select.list(row -> links.put(ByteBuffer.wrap(row.bytes(1)), link(row)));
        return links;
    }

    private static Link link(Row row) throws SQLException {
        return new Link(new ConsumerId(row.uuid(2)), row.whole(3) == OLD_SPELLING);
    }
}
