package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;

/// The SQL on `keyring.blind_index`, one statement for any number of rows.
final class BlindIndexTable {
    private static final String SELECT = """
            SELECT b.index, b.consumer_id
            FROM unnest(?::bytea[]) AS wanted(index)
            JOIN keyring.blind_index b ON b.client_id = ? AND b.index = wanted.index
            """;

    // In one order, so that two who lock the same rows don't wait in a circle.
    private static final String LOCK = """
            SELECT index, consumer_id FROM keyring.blind_index
            WHERE client_id = ? AND index = ANY (?::bytea[])
            ORDER BY index FOR KEY SHARE
            """;

    private static final String INSERT = """
            INSERT INTO keyring.blind_index (client_id, index, consumer_id)
            SELECT ?, index, consumer_id FROM unnest(?::bytea[], ?::uuid[]) AS link(index, consumer_id)
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

    private BlindIndexTable() {}

    static Map<ByteBuffer, ConsumerId> select(Connection connection, ClientId client, Collection<ByteBuffer> indexes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setArray(1, connection.createArrayOf("bytea", bytes(indexes)));
            statement.setObject(2, client.value());
            return links(statement);
        }
    }

    /// The same, and the rows stay until the transaction ends. One that is being deleted is waited for and then
    /// missing.
    static Map<ByteBuffer, ConsumerId> lock(Connection connection, ClientId client, Collection<ByteBuffer> indexes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setObject(1, client.value());
            statement.setArray(2, connection.createArrayOf("bytea", bytes(indexes)));
            return links(statement);
        }
    }

    /// Rows that exist stay as they are. Give the links in the order of their indexes.
    ///
    /// @return how many are new
    static int insert(Connection connection, ClientId client, Map<ByteBuffer, ConsumerId> links) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, client.value());
            statement.setArray(2, connection.createArrayOf("bytea", bytes(links.keySet())));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid",
                            links.values().stream().map(ConsumerId::value).toArray()));
            return statement.executeUpdate();
        }
    }

    /// Those of consumers whose key is alive, for as long as it is: an erasure waits for this transaction and then
    /// deletes its rows.
    static void insertOfLiving(Connection connection, ClientId client, Map<ByteBuffer, ConsumerId> links)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_OF_LIVING)) {
            statement.setArray(1, connection.createArrayOf("bytea", bytes(links.keySet())));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid",
                            links.values().stream().map(ConsumerId::value).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int2",
                            links.values().stream()
                                    .map(consumer ->
                                            (short) KeyName.of(client, consumer).shard())
                                    .toArray()));
            statement.setObject(4, client.value());
            statement.setObject(5, client.value());
            statement.executeUpdate();
        }
    }

    /// Until nothing is left: who links one more identifier holds one of the consumer's rows meanwhile, so each
    /// deletion waits for them, and the next one sees what they added.
    static void delete(Connection connection, ClientId client, ConsumerId consumer) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT 1 FROM keyring.keys"
                        + " WHERE client_id = ? AND shard = ? AND kind = 1 AND natural_key = ? FOR UPDATE");
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM keyring.blind_index WHERE client_id = ? AND consumer_id = ?")) {
            lock.setObject(1, client.value());
            lock.setShort(2, (short) KeyName.of(client, consumer).shard());
            lock.setString(3, consumer.toString());
            lock.execute();
            delete.setObject(1, client.value());
            delete.setObject(2, consumer.value());
            int deleted;
            do {
                deleted = delete.executeUpdate();
            } while (deleted > 0);
        }
    }

    private static byte[][] bytes(Collection<ByteBuffer> indexes) {
        return indexes.stream().map(ByteBuffer::array).toArray(byte[][]::new);
    }

    private static Map<ByteBuffer, ConsumerId> links(PreparedStatement statement) throws SQLException {
        Map<ByteBuffer, ConsumerId> links = new HashMap<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                links.put(ByteBuffer.wrap(result.getBytes(1)), new ConsumerId(result.getObject(2, UUID.class)));
            }
        }
        return links;
    }
}
