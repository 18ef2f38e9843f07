package org.lethe.retention.buckets;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.retention.buckets.BucketView.Placed;
import org.lethe.sql.Sql;

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

    /// Of buckets that are about to be marked destroyed.
    private static final String HOLD = """
            INSERT INTO retention.bucket_held (bucket_id, hold_id, content_keys, contents)
            SELECT b.bucket_id, ?::uuid, g.content_keys,
                coalesce((SELECT sum(c.contents) FROM retention.bucket_conversation c WHERE c.bucket_id = b.bucket_id
                          AND (c.consumer_id = ANY (?) OR c.conversation_id = ANY (?))), 0)
            FROM unnest(?::text[], ?::text[], ?::date[], ?::bigint[]) AS g (category, channel, day, content_keys)
            JOIN retention.bucket b USING (category, channel, day)
            WHERE b.client_id = ? AND b.destroyed_at IS NULL
            ON CONFLICT DO NOTHING""";

    private static final String SUM_HELD = """
            UPDATE retention.bucket b
            SET held_contents = s.contents, held_bytes = s.bytes, held_conversations = s.conversations
            FROM (SELECT c.bucket_id, sum(c.contents) AS contents, sum(c.bytes) AS bytes, count(*) AS conversations
                  FROM unnest(?::text[], ?::text[], ?::date[]) AS g (category, channel, day)
                  JOIN retention.bucket held USING (category, channel, day)
                  JOIN retention.bucket_conversation c ON c.bucket_id = held.bucket_id
                  WHERE held.client_id = ? AND held.destroyed_at IS NULL
                    AND (c.consumer_id = ANY (?) OR c.conversation_id = ANY (?))
                  GROUP BY c.bucket_id) s
            WHERE b.bucket_id = s.bucket_id""";

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
        Sql.on(transaction, ADD_SERIES)
                .array("uuid", buckets, one -> one.getKey().client().value())
                .array("text", buckets, one -> one.getKey().bucket().category().wireName())
                .array("text", buckets, one -> one.getKey().bucket().channel().name())
                .update();
        addConversations(rows, living);
    }

    /// @return the ids of those that are not destroyed
    private Map<Key, Long> addBuckets(List<Map.Entry<Key, Contents.Sum>> buckets) throws SQLException {
        Map<Key, Long> living = HashMap.newHashMap(buckets.size());
        Sql.on(transaction, ADD_BUCKETS)
                .array("uuid", buckets, one -> one.getKey().client().value())
                .array("text", buckets, one -> one.getKey().bucket().category().wireName())
                .array("text", buckets, one -> one.getKey().bucket().channel().name())
                .array("date", buckets, one -> one.getKey().bucket().day())
                .array("bigint", buckets, one -> one.getValue().contents())
                .array("bigint", buckets, one -> one.getValue().bytes())
                .list(row -> Map.entry(new Key(new ClientId(row.uuid(2)), Buckets.bucket(row, 3)), row.whole(1)))
                .forEach(one -> living.put(one.getKey(), one.getValue()));
        return living;
    }

    private void addConversations(List<Contents.Row> rows, Map<Key, Long> living) throws SQLException {
        List<Contents.Row> readable =
                rows.stream().filter(row -> living.containsKey(key(row))).toList();
        Sql.on(transaction, ADD_CONVERSATIONS)
                .array("bigint", readable, row -> living.get(key(row)))
                .array("uuid", readable, row -> row.place().conversation())
                .array("uuid", readable, row -> row.place().consumer())
                .array("bigint", readable, row -> row.sum().contents())
                .array("bigint", readable, row -> row.sum().bytes())
                .update();
    }

    private static Key key(Contents.Row row) {
        return new Key(row.place().client(), row.place().bucket());
    }

    void destroy(List<Placed<BucketKeyDestroyed>> all) throws SQLException {
        Map<Key, Placed<BucketKeyDestroyed>> first = new LinkedHashMap<>(); // a key goes once; a second word is no news
        all.forEach(one ->
                first.putIfAbsent(new Key(one.event().client(), one.event().bucket()), one));
        Sql.on(transaction, DESTROY)
                .array(
                        "uuid",
                        List.copyOf(first.values()),
                        one -> one.event().client().value())
                .array(
                        "text",
                        List.copyOf(first.values()),
                        one -> one.event().bucket().category().wireName())
                .array(
                        "text",
                        List.copyOf(first.values()),
                        one -> one.event().bucket().channel().name())
                .array(
                        "date",
                        List.copyOf(first.values()),
                        one -> one.event().bucket().day())
                .array(
                        "timestamptz",
                        List.copyOf(first.values()),
                        one -> one.event().destroyedAt())
                .array(
                        "uuid",
                        List.copyOf(first.values()),
                        one -> one.event().order().value())
                .array("bigint", List.copyOf(first.values()), Placed::position)
                .array("bigint", List.copyOf(first.values()), Placed::logIndex)
                .array(
                        "text",
                        List.copyOf(first.values()),
                        one -> one.event().key().fingerprint())
                .update();
    }

    /// What a hold kept of a bucket whose key is destroyed.
    record Held(Bucket bucket, HoldId hold, long contentKeys) {}

    /// Notes what holds kept of buckets of a client. Call it before [#destroy].
    ///
    /// @param scopes of the holds
    void hold(ClientId client, List<Held> all, Map<HoldId, HoldScope> scopes) throws SQLException {
        Map<HoldId, List<Held>> byHold = all.stream().collect(Collectors.groupingBy(Held::hold));
        for (Map.Entry<HoldId, List<Held>> one : byHold.entrySet()) {
            HoldScope scope = scopes.get(one.getKey());
            if (scope != null) {
                withPlaces(named(Sql.on(transaction, HOLD).value(one.getKey().value()), List.of(scope)), one.getValue())
                        .array("bigint", one.getValue(), Held::contentKeys)
                        .value(client.value())
                        .update();
            }
        }
        // Where several holds keep of one bucket, what they keep in common counts once.
        Map<Set<HoldId>, List<Held>> byHolds = new LinkedHashMap<>();
        all.stream()
                .collect(Collectors.groupingBy(Held::bucket, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(held -> byHolds.computeIfAbsent(
                                held.stream().map(Held::hold).collect(Collectors.toSet()), _ -> new ArrayList<>())
                        .add(held.getFirst()));
        for (Map.Entry<Set<HoldId>, List<Held>> one : byHolds.entrySet()) {
            List<HoldScope> together = one.getKey().stream()
                    .flatMap(hold -> Stream.ofNullable(scopes.get(hold)))
                    .toList();
            named(withPlaces(Sql.on(transaction, SUM_HELD), one.getValue()).value(client.value()), together)
                    .update();
        }
    }

    private static Sql withPlaces(Sql sql, List<Held> all) {
        return sql.array("text", all, held -> held.bucket().category().wireName())
                .array("text", all, held -> held.bucket().channel().name())
                .array("date", all, held -> held.bucket().day());
    }

    private static Sql named(Sql sql, List<HoldScope> scopes) {
        return sql.array(
                        "uuid",
                        scopes.stream()
                                .flatMap(scope -> scope.consumers().stream())
                                .toList(),
                        ConsumerId::value)
                .array(
                        "uuid",
                        scopes.stream()
                                .flatMap(scope -> scope.conversations().stream())
                                .toList(),
                        ConversationId::value);
    }

    void eraseConsumers(List<UUID> consumers) throws SQLException {
        erase("consumer_id", consumers);
    }

    void eraseConversations(List<UUID> conversations) throws SQLException {
        erase("conversation_id", conversations);
    }

    private void erase(String column, List<UUID> ids) throws SQLException {
        Sql.on(transaction, ERASE.formatted(column))
                .array("uuid", ids, id -> id)
                .update();
    }

    void order(List<Placed<ExpiryOrdered>> all) throws SQLException {
        for (Placed<ExpiryOrdered> one : all) {
            ExpiryOrdered ordered = one.event();
            Sql.on(transaction, INSERT_ORDER)
                    .value(one.source().id().value())
                    .value(ordered.run().value())
                    .value(ordered.client().value())
                    .value(ordered.scheduleVersion())
                    .value(ordered.wholeClient())
                    .value(ordered.buckets().size())
                    .value(one.position())
                    .value(one.logIndex())
                    .value(one.source().recordedAt())
                    .update();
            Sql.on(transaction, CLAIM)
                    .value(ordered.run().value())
                    .value(one.position())
                    .array(
                            "text",
                            ordered.buckets(),
                            bucket -> bucket.category().wireName())
                    .array("text", ordered.buckets(), bucket -> bucket.channel().name())
                    .array("date", ordered.buckets(), Bucket::day)
                    .value(ordered.client().value())
                    .update();
        }
    }

    void destroyClients(List<Placed<KeyDestroyed>> all) throws SQLException {
        for (Placed<KeyDestroyed> one : all) {
            Sql.on(transaction, DESTROY_CLIENT)
                    .value(one.position())
                    .value(one.logIndex())
                    .value(one.event().destroyed().fingerprint())
                    .value(one.source().recordedAt())
                    .value(one.event().order().value())
                    .update();
        }
    }

    void release(List<Placed<RetentionRunCompleted>> all) throws SQLException {
        Sql.on(transaction, RELEASE)
                .array("uuid", all, one -> one.event().run().value())
                .array("uuid", all, one -> one.event().client().value())
                .update();
    }

    void clear() throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("TRUNCATE retention.bucket, retention.bucket_conversation, retention.series,"
                    + " retention.expiry_order, retention.destroyed_client_key, retention.bucket_held");
        }
    }
}
