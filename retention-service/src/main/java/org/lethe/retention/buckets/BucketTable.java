package org.lethe.retention.buckets;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.retention.buckets.BucketView.Placed;

/// The view's rows, changed in one transaction by a few statements, however many events there are.
final class BucketTable {
    private static final String ADD_BUCKETS = """
            INSERT INTO retention.bucket (client_id, category, channel, day, contents, bytes)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::bigint[], ?::bigint[])
            ON CONFLICT (client_id, category, channel, day) DO UPDATE
            SET contents = bucket.contents + excluded.contents, bytes = bucket.bytes + excluded.bytes
            WHERE bucket.destroyed_at IS NULL
            RETURNING bucket_id, client_id, category, channel, day""";

    private static final String ADD_SERIES = """
            INSERT INTO retention.series (client_id, category, channel)
            SELECT DISTINCT * FROM unnest(?::uuid[], ?::text[], ?::text[]) ON CONFLICT DO NOTHING""";

    private static final String ADD_CONVERSATIONS = """
            INSERT INTO retention.bucket_conversation (bucket_id, conversation_id, consumer_id, contents, bytes)
            SELECT * FROM unnest(?::bigint[], ?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[])
            ON CONFLICT (bucket_id, conversation_id) DO UPDATE
            SET contents = bucket_conversation.contents + excluded.contents,
                bytes = bucket_conversation.bytes + excluded.bytes""";

    private static final String DESTROY = """
            WITH went AS (
              SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::timestamptz[], ?::uuid[],
                  ?::bigint[], ?::bigint[], ?::text[])
                AS g (client_id, category, channel, day, destroyed_at, order_id, position, log_index, fingerprint)),
            marked AS (
              INSERT INTO retention.bucket AS b (client_id, category, channel, day, contents, bytes, destroyed_at,
                  destroyed_order, position, log_index, fingerprint, conversations)
              SELECT client_id, category, channel, day, 0, 0, destroyed_at, order_id, position, log_index, fingerprint,
                  0
              FROM went
              ON CONFLICT (client_id, category, channel, day) DO UPDATE
              SET destroyed_at = excluded.destroyed_at, destroyed_order = excluded.destroyed_order,
                  position = excluded.position, log_index = excluded.log_index, fingerprint = excluded.fingerprint,
                  conversations = (SELECT count(*) FROM retention.bucket_conversation c
                                   WHERE c.bucket_id = b.bucket_id)
              WHERE b.destroyed_at IS NULL
              RETURNING b.bucket_id)
            DELETE FROM retention.bucket_conversation c USING marked WHERE c.bucket_id = marked.bucket_id""";

    private static final String ERASE = """
            WITH gone AS (
              DELETE FROM retention.bucket_conversation WHERE %s = ANY (?)
              RETURNING bucket_id, contents, bytes),
            sums AS (SELECT bucket_id, sum(contents) AS contents, sum(bytes) AS bytes FROM gone GROUP BY bucket_id)
            UPDATE retention.bucket b SET contents = b.contents - sums.contents, bytes = b.bytes - sums.bytes
            FROM sums WHERE b.bucket_id = sums.bucket_id AND b.destroyed_at IS NULL""";

    private static final String INSERT_ORDER = """
            INSERT INTO retention.expiry_order (order_id, run_id, client_id, schedule_version, whole_client, buckets,
                position, log_index, ordered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private static final String CLAIM = """
            UPDATE retention.bucket b SET ordered_run = ?, ordered_position = ?
            FROM unnest(?::text[], ?::text[], ?::date[]) AS g (category, channel, day)
            WHERE b.client_id = ? AND b.category = g.category AND b.channel = g.channel AND b.day = g.day""";

    private static final String DESTROY_CLIENT = """
            WITH ordered AS (
              INSERT INTO retention.destroyed_client_key (order_id, position, log_index, fingerprint, destroyed_at)
              SELECT order_id, ?, ?, ?, ? FROM retention.expiry_order WHERE order_id = ? AND whole_client
              ON CONFLICT DO NOTHING RETURNING order_id, position, log_index, destroyed_at),
            marked AS (
              UPDATE retention.bucket b
              SET destroyed_at = o.destroyed_at, destroyed_order = o.order_id, position = o.position,
                  log_index = o.log_index,
                  conversations = (SELECT count(*) FROM retention.bucket_conversation c
                                   WHERE c.bucket_id = b.bucket_id)
              FROM ordered o JOIN retention.expiry_order e ON e.order_id = o.order_id
              WHERE b.client_id = e.client_id AND b.destroyed_at IS NULL
              RETURNING b.bucket_id)
            DELETE FROM retention.bucket_conversation c USING marked WHERE c.bucket_id = marked.bucket_id""";

    private static final String RELEASE = """
            UPDATE retention.bucket b SET ordered_run = NULL, ordered_position = NULL
            FROM unnest(?::uuid[], ?::uuid[]) AS g (run_id, client_id)
            WHERE b.ordered_run = g.run_id AND b.client_id = g.client_id AND b.destroyed_at IS NULL""";

    private final Connection transaction;

    BucketTable(Connection transaction) {
        this.transaction = transaction;
    }

    private record Key(ClientId client, Bucket bucket) {}

    /// As [Buckets#claim] locks rows.
    private static final Comparator<Key> LOCKED_IN = Comparator.comparing(
                    (Key key) -> key.client().toString())
            .thenComparing(key -> key.bucket().category().wireName())
            .thenComparing(key -> key.bucket().channel().name())
            .thenComparing(key -> key.bucket().day());

    void add(List<Contents.Row> rows) throws SQLException {
        Map<Key, Contents.Sum> sums = new LinkedHashMap<>();
        for (Contents.Row row : rows) {
            sums.merge(key(row), row.sum(), Contents.Sum::plus);
        }
        // In one order, so that two who write the same rows wait for each other instead of both.
        List<Map.Entry<Key, Contents.Sum>> buckets = new ArrayList<>(sums.entrySet());
        buckets.sort(Map.Entry.comparingByKey(LOCKED_IN));
        Map<Key, Long> living = addBuckets(buckets);
        try (PreparedStatement insert = transaction.prepareStatement(ADD_SERIES)) {
            new Columns<>(insert, buckets)
                    .array("uuid", one -> one.getKey().client().value())
                    .array("text", one -> one.getKey().bucket().category().wireName())
                    .array("text", one -> one.getKey().bucket().channel().name());
            insert.executeUpdate();
        }
        addConversations(rows, living);
    }

    /// @return the ids of those that are not destroyed
    private Map<Key, Long> addBuckets(List<Map.Entry<Key, Contents.Sum>> buckets) throws SQLException {
        Map<Key, Long> living = HashMap.newHashMap(buckets.size());
        try (PreparedStatement insert = transaction.prepareStatement(ADD_BUCKETS)) {
            new Columns<>(insert, buckets)
                    .array("uuid", one -> one.getKey().client().value())
                    .array("text", one -> one.getKey().bucket().category().wireName())
                    .array("text", one -> one.getKey().bucket().channel().name())
                    .array("date", one -> one.getKey().bucket().day())
                    .array("bigint", one -> one.getValue().contents())
                    .array("bigint", one -> one.getValue().bytes());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    living.put(
                            new Key(new ClientId(row.getObject(2, UUID.class)), Buckets.bucket(row, 3)),
                            row.getLong(1));
                }
            }
        }
        return living;
    }

    private void addConversations(List<Contents.Row> rows, Map<Key, Long> living) throws SQLException {
        List<Contents.Row> readable =
                rows.stream().filter(row -> living.containsKey(key(row))).toList();
        try (PreparedStatement insert = transaction.prepareStatement(ADD_CONVERSATIONS)) {
            new Columns<>(insert, readable)
                    .array("bigint", row -> living.get(key(row)))
                    .array("uuid", row -> row.place().conversation())
                    .array("uuid", row -> row.place().consumer())
                    .array("bigint", row -> row.sum().contents())
                    .array("bigint", row -> row.sum().bytes());
            insert.executeUpdate();
        }
    }

    private static Key key(Contents.Row row) {
        return new Key(row.place().client(), row.place().bucket());
    }

    void destroy(List<Placed<BucketKeyDestroyed>> all) throws SQLException {
        Map<Key, Placed<BucketKeyDestroyed>> first = new LinkedHashMap<>(); // a key goes once; a second word is no news
        all.forEach(one ->
                first.putIfAbsent(new Key(one.event().client(), one.event().bucket()), one));
        try (PreparedStatement destroy = transaction.prepareStatement(DESTROY)) {
            new Columns<>(destroy, List.copyOf(first.values()))
                    .array("uuid", one -> one.event().client().value())
                    .array("text", one -> one.event().bucket().category().wireName())
                    .array("text", one -> one.event().bucket().channel().name())
                    .array("date", one -> one.event().bucket().day())
                    .array("timestamptz", one -> one.event().destroyedAt())
                    .array("uuid", one -> one.event().order().value())
                    .array("bigint", Placed::position)
                    .array("bigint", Placed::logIndex)
                    .array("text", one -> one.event().key().fingerprint());
            destroy.executeUpdate();
        }
    }

    void eraseConsumers(List<UUID> consumers) throws SQLException {
        erase("consumer_id", consumers);
    }

    void eraseConversations(List<UUID> conversations) throws SQLException {
        erase("conversation_id", conversations);
    }

    private void erase(String column, List<UUID> ids) throws SQLException {
        try (PreparedStatement erase = transaction.prepareStatement(ERASE.formatted(column))) {
            new Columns<>(erase, ids).array("uuid", id -> id);
            erase.executeUpdate();
        }
    }

    void order(List<Placed<ExpiryOrdered>> all) throws SQLException {
        for (Placed<ExpiryOrdered> one : all) {
            ExpiryOrdered ordered = one.event();
            try (PreparedStatement insert = transaction.prepareStatement(INSERT_ORDER)) {
                new Columns<>(insert, all)
                        .value(one.source().id().value())
                        .value(ordered.run().value())
                        .value(ordered.client().value())
                        .value(ordered.scheduleVersion())
                        .value(ordered.wholeClient())
                        .value(ordered.buckets().size())
                        .value(one.position())
                        .value(one.logIndex())
                        .value(one.source().recordedAt());
                insert.executeUpdate();
            }
            try (PreparedStatement claim = transaction.prepareStatement(CLAIM)) {
                new Columns<>(claim, ordered.buckets())
                        .value(ordered.run().value())
                        .value(one.position())
                        .array("text", bucket -> bucket.category().wireName())
                        .array("text", bucket -> bucket.channel().name())
                        .array("date", Bucket::day)
                        .value(ordered.client().value());
                claim.executeUpdate();
            }
        }
    }

    void destroyClients(List<Placed<KeyDestroyed>> all) throws SQLException {
        for (Placed<KeyDestroyed> one : all) {
            try (PreparedStatement destroy = transaction.prepareStatement(DESTROY_CLIENT)) {
                new Columns<>(destroy, all)
                        .value(one.position())
                        .value(one.logIndex())
                        .value(one.event().destroyed().fingerprint())
                        .value(one.source().recordedAt())
                        .value(one.event().order().value());
                destroy.executeUpdate();
            }
        }
    }

    void release(List<Placed<RetentionRunCompleted>> all) throws SQLException {
        try (PreparedStatement release = transaction.prepareStatement(RELEASE)) {
            new Columns<>(release, all)
                    .array("uuid", one -> one.event().run().value())
                    .array("uuid", one -> one.event().client().value());
            release.executeUpdate();
        }
    }

    void clear() throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("TRUNCATE retention.bucket, retention.bucket_conversation, retention.series,"
                    + " retention.expiry_order, retention.destroyed_client_key");
        }
    }
}
