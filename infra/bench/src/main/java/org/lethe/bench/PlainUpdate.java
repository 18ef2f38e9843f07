package org.lethe.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/// The limit of wrapping keys again: `UPDATE` of the same rows with as many bytes, in the same batches and with
/// the same durability. What it writes it has at hand: it reads nothing, locks nothing beforehand, and knows no
/// keys.
final class PlainUpdate {
    private static final int BATCH = 1_000; // as the keyring's

    private static final String ROWS =
            "SELECT client_id, shard, kind, natural_key, generation, wrapped FROM keyring.keys"
                    + " WHERE kind <> 5 AND wrapped IS NOT NULL ORDER BY client_id, shard, kind, natural_key";
    private static final String GENERATIONS = "SELECT client_id, shard, generation FROM keyring.keys WHERE kind = 5";
    private static final String UPDATE = """
            UPDATE keyring.keys k SET wrapped = again.wrapped, generation = again.generation
            FROM unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::text[], ?::integer[], ?::bytea[])
              AS again(client_id, shard, kind, natural_key, generation, wrapped)
            WHERE k.client_id = again.client_id AND k.shard = again.shard AND k.kind = again.kind
              AND k.natural_key = again.natural_key""";

    private final DataSource dataSource;
    private Map<Shard, Integer> generations;
    private List<List<Row>> batches = List.of();

    private record Shard(UUID client, int shard) {}

    private record Row(Shard shard, short kind, String naturalKey, int generation, byte[] wrapped) {}

    PlainUpdate(DataSource dataSource) throws SQLException {
        this.dataSource = dataSource;
        this.generations = generations();
    }

    /// Takes the rows of the shards that were rotated since the last time, in batches that end with their shard.
    void take() throws SQLException {
        Map<Shard, Integer> now = generations();
        List<List<Row>> taken = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS)) {
            List<Row> batch = new ArrayList<>();
            while (rows.next()) {
                Row row = new Row(
                        new Shard(rows.getObject(1, UUID.class), rows.getInt(2)),
                        rows.getShort(3),
                        rows.getString(4),
                        rows.getInt(5),
                        rows.getBytes(6));
                if (Objects.equals(now.get(row.shard()), generations.get(row.shard()))) {
                    continue;
                }
                if (batch.size() == BATCH
                        || !batch.isEmpty() && !batch.getFirst().shard().equals(row.shard())) {
                    taken.add(batch);
                    batch = new ArrayList<>();
                }
                batch.add(row);
            }
            if (!batch.isEmpty()) {
                taken.add(batch);
            }
        }
        generations = now;
        batches = taken;
    }

    /// @return rows a second
    double run() throws SQLException {
        long start = System.nanoTime();
        long updated = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(UPDATE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (List<Row> batch : batches) {
                statement.execute("SET LOCAL synchronous_commit = off");
                updated += update(connection, update, batch);
                connection.commit();
            }
            connection.setAutoCommit(true);
        }
        return updated * 1e9 / (System.nanoTime() - start);
    }

    private static int update(Connection connection, PreparedStatement update, List<Row> batch) throws SQLException {
        Object[] clients = new Object[batch.size()];
        Object[] shards = new Object[batch.size()];
        Object[] kinds = new Object[batch.size()];
        Object[] naturalKeys = new Object[batch.size()];
        Object[] generations = new Object[batch.size()];
        byte[][] wrapped = new byte[batch.size()][];
        for (int i = 0; i < batch.size(); i++) {
            Row row = batch.get(i);
            clients[i] = row.shard().client();
            shards[i] = (short) row.shard().shard();
            kinds[i] = row.kind();
            naturalKeys[i] = row.naturalKey();
            generations[i] = row.generation();
            wrapped[i] = row.wrapped();
        }
        update.setArray(1, connection.createArrayOf("uuid", clients));
        update.setArray(2, connection.createArrayOf("int2", shards));
        update.setArray(3, connection.createArrayOf("int2", kinds));
        update.setArray(4, connection.createArrayOf("text", naturalKeys));
        update.setArray(5, connection.createArrayOf("int4", generations));
        update.setArray(6, connection.createArrayOf("bytea", wrapped));
        return update.executeUpdate();
    }

    private Map<Shard, Integer> generations() throws SQLException {
        Map<Shard, Integer> generations = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(GENERATIONS)) {
            while (rows.next()) {
                generations.put(new Shard(rows.getObject(1, UUID.class), rows.getInt(2)), rows.getInt(3));
            }
        }
        return generations;
    }
}
