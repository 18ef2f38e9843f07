package org.lethe.retention.buckets;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.RunId;
import org.lethe.contracts.retention.DueDates;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// Asks the view. Because a later day is never due sooner, what is due of a category and channel is all up to
/// one day: one range of an index for each, whatever the rules are, and nothing to be changed where a schedule
/// changes.
public final class Buckets {
    private static final String DUE_FROM = """
             FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[]) AS s (client_id, category, channel, last_due)
             JOIN LATERAL (SELECT * FROM retention.bucket k
                           WHERE k.client_id = s.client_id AND k.category = s.category AND k.channel = s.channel
                             AND k.day <= s.last_due AND k.destroyed_at IS NULL
                           OFFSET 0) b ON true""";

    private final DataSource dataSource;

    public Buckets(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// What a client had content of.
    public record Series(ClientId client, Category category, Channel channel) {
        /// The last day that is due; empty where no rule says so.
        Optional<LocalDate> lastDue(RetentionRules rules, Instant at) {
            return rules.ruleFor(category, channel).map(rule -> DueDates.lastDueDay(at, rule.period()));
        }
    }

    /// A bucket whose key there still is.
    ///
    /// @param run which claims it
    /// @param orderedAt position of its newest order; 0 where there is none yet
    public record Kept(
            long id,
            ClientId client,
            Bucket bucket,
            long contents,
            long bytes,
            @Nullable RunId run,
            long orderedAt) {}

    /// A bucket whose key is destroyed.
    ///
    /// @param contents how many envelopes could be read until then
    /// @param kept how many of them some hold kept, with their bytes and conversations
    /// @param held what each hold kept
    public record Gone(
            Bucket bucket,
            long contents,
            long bytes,
            long conversations,
            KeptByHolds kept,
            List<HeldBack> held,
            @Nullable String fingerprint,
            Instant destroyedAt,
            EventId order,
            long position,
            long logIndex) {}

    /// What holds kept of a bucket together.
    public record KeptByHolds(long contents, long bytes, long conversations) {
        public static final KeptByHolds NOTHING = new KeptByHolds(0, 0, 0);
    }

    /// What one hold kept of a bucket.
    ///
    /// @param contentKeys one for each conversation, also of people who were erased before
    /// @param contents envelopes that could be read by anybody until then
    public record HeldBack(HoldId hold, long contentKeys, long contents) {}

    /// What a schedule would change in what there is.
    ///
    /// @param more buckets that are due by the new rules and not by the old
    /// @param tooLate buckets that are gone, and would not be by the new rules
    public record Change(Category category, Channel channel, long more, long tooLate) {}

    private record Range(Series series, LocalDate lastDue, LocalDate lastDueBefore) {}

    public List<Series> series(ClientId client) throws SQLException {
        return Sql.on(
                        dataSource,
                        "SELECT client_id, category, channel FROM retention.series WHERE client_id = ? ORDER BY 2, 3")
                .value(client.value())
                .list(Buckets::series);
    }

    /// All clients' together.
    public List<Series> series() throws SQLException {
        return Sql.on(dataSource, "SELECT client_id, category, channel FROM retention.series")
                .list(Buckets::series);
    }

    /// What is due of one client, the oldest day first.
    public List<Kept> due(ClientId client, RetentionRules rules, Instant at) throws SQLException {
        return due(series(client), _ -> rules, at);
    }

    /// What is due of one category and channel.
    public List<Kept> due(Series series, RetentionRules rules, Instant at) throws SQLException {
        return due(List.of(series), _ -> rules, at);
    }

    private List<Kept> due(List<Series> series, Function<ClientId, @Nullable RetentionRules> rules, Instant at)
            throws SQLException {
        List<Range> ranges = ranges(series, rules, at);
        return bind(
                        Sql.on(
                                dataSource,
                                "SELECT b.bucket_id, b.client_id, b.category, b.channel, b.day, b.contents, b.bytes,"
                                        + " b.ordered_run, b.ordered_position " + DUE_FROM
                                        + " ORDER BY b.day, b.category, b.channel"),
                        ranges)
                .list(Buckets::kept);
    }

    /// The clients of whom something is due that nobody ordered to go; of all clients, by the rules of each. One bucket
    /// of each category and channel is enough to know, however many are due.
    public Set<ClientId> clientsWithDue(Map<ClientId, RetentionRules> rules, Instant at) throws SQLException {
        List<Range> ranges = ranges(series(), rules::get, at);
        return Set.copyOf(bind(Sql.on(dataSource, """
                SELECT DISTINCT s.client_id
                FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[]) AS s (client_id, category, channel, last_due)
                JOIN LATERAL (SELECT FROM retention.bucket k
                              WHERE k.client_id = s.client_id AND k.category = s.category AND k.channel = s.channel
                                AND k.day <= s.last_due AND k.destroyed_at IS NULL AND k.ordered_run IS NULL
                              LIMIT 1) b ON true"""), ranges).list(row -> new ClientId(row.uuid(1))));
    }

    private static List<Range> ranges(
            List<Series> series, Function<ClientId, @Nullable RetentionRules> rules, Instant at) {
        List<Range> ranges = new ArrayList<>(series.size());
        for (Series one : series) {
            RetentionRules known = rules.apply(one.client());
            if (known != null) {
                one.lastDue(known, at).ifPresent(last -> ranges.add(new Range(one, last, last)));
            }
        }
        return ranges;
    }

    private static Sql bind(Sql sql, List<Range> ranges) {
        return sql.array("uuid", ranges, range -> range.series().client().value())
                .array("text", ranges, range -> range.series().category().wireName())
                .array("text", ranges, range -> range.series().channel().name())
                .array("date", ranges, Range::lastDue);
    }

    /// What new rules would change of a client's content.
    public List<Change> change(ClientId client, RetentionRules before, RetentionRules after, Instant at)
            throws SQLException {
        List<Range> ranges = new ArrayList<>();
        for (Series series : series(client)) {
            LocalDate lastDue = series.lastDue(after, at).orElse(LocalDate.EPOCH);
            ranges.add(new Range(series, lastDue, series.lastDue(before, at).orElse(LocalDate.EPOCH)));
        }
        return bind(Sql.on(dataSource, """
                SELECT s.category, s.channel,
                       count(*) FILTER (WHERE b.destroyed_at IS NULL AND b.day <= s.last_due AND b.day > s.last_due_before),
                       count(*) FILTER (WHERE b.destroyed_at IS NOT NULL AND b.day > s.last_due)
                FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::date[])
                  AS s (client_id, category, channel, last_due, last_due_before)
                JOIN retention.bucket b USING (client_id, category, channel)
                GROUP BY s.category, s.channel ORDER BY s.category, s.channel"""), ranges)
                .array("date", ranges, Range::lastDueBefore)
                .list(row -> new Change(category(row.text(1)), new Channel(row.text(2)), row.whole(3), row.whole(4)));
    }

    /// All buckets of a client whose keys there still are.
    public List<Bucket> kept(ClientId client) throws SQLException {
        return Sql.on(
                        dataSource,
                        "SELECT category, channel, day FROM retention.bucket WHERE client_id = ? AND destroyed_at IS NULL")
                .value(client.value())
                .list(row -> bucket(row, 1));
    }

    /// Of these buckets: how many different conversations have content in them. Contact data belongs to none.
    public long conversations(List<Kept> buckets) throws SQLException {
        List<Kept> ofConversations = buckets.stream()
                .filter(kept -> kept.bucket().category() != Category.CONTACT)
                .toList();
        return Sql.on(
                        dataSource,
                        "SELECT count(DISTINCT conversation_id) FROM retention.bucket_conversation"
                                + " WHERE bucket_id = ANY (?)")
                .array("bigint", ofConversations, Kept::id)
                .count();
    }

    /// What one conversation has in one bucket.
    public record Part(long bucketId, ConversationId conversation, ConsumerId consumer, long contents, long bytes) {}

    /// Of these buckets: what these consumers and conversations have in them.
    public List<Part> parts(List<Kept> buckets, List<ConsumerId> consumers, List<ConversationId> conversations)
            throws SQLException {
        return Sql.on(dataSource, """
                SELECT bucket_id, conversation_id, consumer_id, contents, bytes FROM retention.bucket_conversation
                WHERE bucket_id = ANY (?) AND (consumer_id = ANY (?) OR conversation_id = ANY (?))""")
                .array("bigint", buckets, Kept::id)
                .array("uuid", consumers, ConsumerId::value)
                .array("uuid", conversations, ConversationId::value)
                .list(row -> new Part(
                        row.whole(1),
                        new ConversationId(row.uuid(2)),
                        new ConsumerId(row.uuid(3)),
                        row.whole(4),
                        row.whole(5)));
    }

    /// The buckets that were destroyed by a run's orders, in the order of the log.
    public List<Gone> destroyedBy(RunId run, ClientId client) throws SQLException {
        Map<Long, List<HeldBack>> held = heldBy(run, client);
        return Sql.on(dataSource, """
                SELECT b.category, b.channel, b.day, b.contents, b.bytes, b.conversations, b.fingerprint, b.destroyed_at,
                       b.destroyed_order, b.position, b.log_index, b.held_contents, b.held_bytes, b.held_conversations,
                       b.bucket_id
                FROM retention.expiry_order o JOIN retention.bucket b ON b.destroyed_order = o.order_id
                WHERE o.run_id = ? AND o.client_id = ? ORDER BY b.position, b.category, b.channel, b.day""")
                .values(run.value(), client.value())
                .list(row -> new Gone(
                        bucket(row, 1),
                        row.whole(4),
                        row.whole(5),
                        row.whole(6),
                        new KeptByHolds(row.whole(12), row.whole(13), row.whole(14)),
                        held.getOrDefault(row.whole(15), List.of()),
                        row.textIfAny(7).orElse(null),
                        row.instant(8),
                        new EventId(row.uuid(9)),
                        row.whole(10),
                        row.whole(11)));
    }

    private Map<Long, List<HeldBack>> heldBy(RunId run, ClientId client) throws SQLException {
        Map<Long, List<HeldBack>> held = new HashMap<>();
        Sql.on(dataSource, """
                SELECT h.bucket_id, h.hold_id, h.content_keys, h.contents
                FROM retention.expiry_order o JOIN retention.bucket b ON b.destroyed_order = o.order_id
                JOIN retention.bucket_held h ON h.bucket_id = b.bucket_id
                WHERE o.run_id = ? AND o.client_id = ? ORDER BY h.bucket_id, h.hold_id""")
                .values(run.value(), client.value())
                .list(row -> held.computeIfAbsent(row.whole(1), _ -> new ArrayList<>())
                        .add(new HeldBack(new HoldId(row.uuid(2)), row.whole(3), row.whole(4))));
        return held;
    }

    /// Claims buckets for a run in the transaction that orders them, so that no two runs order one bucket.
    ///
    /// @throws BucketsClaimedException if one of them went or was claimed meanwhile; nothing is claimed then
    public static void claim(Connection transaction, RunId run, List<Kept> buckets) throws SQLException {
        int claimed = Sql.on(transaction, """
                WITH mine AS (
                  SELECT bucket_id FROM retention.bucket
                  WHERE bucket_id = ANY (?) AND destroyed_at IS NULL AND (ordered_run IS NULL OR ordered_run = ?)
                  ORDER BY client_id, category COLLATE "C", channel COLLATE "C", day
                  FOR UPDATE)
                UPDATE retention.bucket b SET ordered_run = ? FROM mine WHERE b.bucket_id = mine.bucket_id""")
                .array("bigint", buckets, Kept::id)
                .values(run.value(), run.value())
                .update();
        if (claimed != buckets.size()) {
            throw new BucketsClaimedException();
        }
    }

    private static Series series(Row row) throws SQLException {
        return new Series(new ClientId(row.uuid(1)), category(row.text(2)), new Channel(row.text(3)));
    }

    private static Kept kept(Row row) throws SQLException {
        return new Kept(
                row.whole(1),
                new ClientId(row.uuid(2)),
                bucket(row, 3),
                row.whole(6),
                row.whole(7),
                row.uuidIfAny(8).map(RunId::new).orElse(null),
                row.wholeIfAny(9).orElse(0L));
    }

    static Bucket bucket(Row row, int from) throws SQLException {
        return new Bucket(category(row.text(from)), new Channel(row.text(from + 1)), row.day(from + 2));
    }

    private static Category category(String wireName) {
        return Category.valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
