package org.lethe.transcript.forgetting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.sql.Sql;

/// The rows of `transcript.forgettable`: who lost something, and has to be looked at. The view of content writes them;
/// whoever looked takes them off, unless the view wrote them once more meanwhile.
final class Forgettables {
    private static final String LIVING = """
            SELECT DISTINCT c.consumer_id FROM transcript.content c
            WHERE c.consumer_id = ANY (?) AND NOT EXISTS (
                SELECT FROM transcript.expired_bucket e WHERE e.client_id = c.client_id AND e.category = c.category
                AND e.channel = c.channel AND e.day = c.day)
            """;

    private static final String ADD_CONSUMERS = """
            INSERT INTO transcript.forgettable (client_id, consumer_id, noted_at, due_at)
            SELECT *, ?, '-infinity' FROM unnest(?::uuid[], ?::uuid[])
            ON CONFLICT (client_id, consumer_id) DO UPDATE SET noted_at = excluded.noted_at, due_at = excluded.due_at
            """;

    /// Who has nothing left elsewhere: a look at those who have would be for nothing.
    private static final String ADD_OF_BUCKETS = """
            INSERT INTO transcript.forgettable (client_id, consumer_id, noted_at, due_at)
            SELECT client_id, consumer_id, ?, '-infinity' FROM (
                SELECT DISTINCT c.client_id, c.consumer_id
                FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[]) AS gone (client_id, category, channel, day)
                JOIN transcript.content c USING (client_id, category, channel, day)) AS lost
            WHERE NOT EXISTS (
                SELECT FROM transcript.content c WHERE c.consumer_id = lost.consumer_id AND NOT EXISTS (
                    SELECT FROM transcript.expired_bucket e WHERE e.client_id = c.client_id
                    AND e.category = c.category AND e.channel = c.channel AND e.day = c.day))
            ON CONFLICT (client_id, consumer_id) DO UPDATE SET noted_at = excluded.noted_at, due_at = excluded.due_at
            """;

    private static final String DUE = """
            SELECT client_id, consumer_id, noted_at FROM transcript.forgettable WHERE due_at <= ?
            ORDER BY client_id, consumer_id LIMIT ?
            """;

    private static final String DONE = """
            DELETE FROM transcript.forgettable f USING unnest(?::uuid[], ?::uuid[], ?::bigint[])
                AS looked (client_id, consumer_id, noted_at)
            WHERE f.client_id = looked.client_id AND f.consumer_id = looked.consumer_id
                AND f.noted_at = looked.noted_at
            """;

    private static final String POSTPONE = """
            UPDATE transcript.forgettable f SET due_at = ? FROM unnest(?::uuid[], ?::uuid[], ?::bigint[])
                AS looked (client_id, consumer_id, noted_at)
            WHERE f.client_id = looked.client_id AND f.consumer_id = looked.consumer_id
                AND f.noted_at = looked.noted_at
            """;

    private final DataSource dataSource;

    Forgettables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Somebody to be looked at.
    ///
    /// @param notedAt position in the log of what they lost
    record Forgettable(ClientId client, ConsumerId consumer, long notedAt) {}

    /// Somebody of a client.
    record Somebody(ClientId client, ConsumerId consumer) {}

    static void add(Connection transaction, Collection<Somebody> some, long position) throws SQLException {
        if (!some.isEmpty()) {
            Set<Somebody> each = new HashSet<>(some);
            Sql.on(transaction, ADD_CONSUMERS)
                    .value(position)
                    .array("uuid", each, one -> one.client().value())
                    .array("uuid", each, one -> one.consumer().value())
                    .update();
        }
    }

    static void addOf(Connection transaction, List<BucketKeyDestroyed> gone, long position) throws SQLException {
        if (!gone.isEmpty()) {
            Sql.on(transaction, ADD_OF_BUCKETS)
                    .value(position)
                    .array("uuid", gone, one -> one.client().value())
                    .array("text", gone, one -> one.bucket().category().wireName())
                    .array("text", gone, one -> one.bucket().channel().name())
                    .array("date", gone, one -> one.bucket().day())
                    .update();
        }
    }

    /// In the order of their clients.
    List<Forgettable> due(Instant now, int atMost) throws SQLException {
        return Sql.on(dataSource, DUE)
                .values(now, atMost)
                .list(row -> new Forgettable(new ClientId(row.uuid(1)), new ConsumerId(row.uuid(2)), row.whole(3)));
    }

    /// Those of the consumers who have content in a bucket that has not expired.
    Set<ConsumerId> living(Collection<ConsumerId> consumers) throws SQLException {
        return new HashSet<>(Sql.on(dataSource, LIVING)
                .array("uuid", consumers, ConsumerId::value)
                .list(row -> new ConsumerId(row.uuid(1))));
    }

    void done(List<Forgettable> looked) throws SQLException {
        withKeys(Sql.on(dataSource, DONE), looked).update();
    }

    void postpone(List<Forgettable> looked, Instant until) throws SQLException {
        withKeys(Sql.on(dataSource, POSTPONE).value(until), looked).update();
    }

    private static Sql withKeys(Sql sql, List<Forgettable> looked) {
        return sql.array("uuid", looked, one -> one.client().value())
                .array("uuid", looked, one -> one.consumer().value())
                .array("int8", looked, Forgettable::notedAt);
    }

    static void clear(Connection transaction) throws SQLException {
        Sql.on(transaction, "TRUNCATE transcript.forgettable").update();
    }
}
