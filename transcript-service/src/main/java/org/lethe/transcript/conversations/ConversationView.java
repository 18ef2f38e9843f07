package org.lethe.transcript.conversations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.View;
import org.lethe.sql.Sql;
import org.lethe.transcript.forgetting.ExpiredBuckets;
import org.lethe.web.Cursor;

/// The list of conversations, made from their beginnings and ends, and of the buckets that are gone. It holds no
/// message and follows none.
final class ConversationView implements View {
    private final DataSource dataSource;

    ConversationView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param from conversations opened then or later
    /// @param to conversations opened before then
    record Filter(
            ClientId client,
            Optional<ConsumerId> consumer,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Channel> channel) {}

    record Row(
            ConversationId id,
            ConsumerId consumer,
            Channel channel,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable Instant erasedAt) {}

    @Override
    public String name() {
        return "conversations";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(
                ConversationOpened.class,
                ConversationClosed.class,
                ConversationErased.class,
                ConsumerErased.class,
                BucketKeyDestroyed.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        insert(events, transaction);
        mark(
                events,
                transaction,
                "UPDATE transcript.conversation SET closed_at = ended.at FROM unnest(?::uuid[],"
                        + " ?::timestamptz[]) AS ended (id, at) WHERE conversation_id = ended.id",
                sourced -> sourced.event() instanceof ConversationClosed closed
                        ? new Ended(closed.conversation().value(), closed.closedAt())
                        : null);
        mark(
                events,
                transaction,
                "UPDATE transcript.conversation SET erased_at = ended.at FROM unnest(?::uuid[],"
                        + " ?::timestamptz[]) AS ended (id, at) WHERE conversation_id = ended.id",
                sourced -> sourced.event() instanceof ConversationErased erased
                        ? new Ended(erased.conversation().value(), erased.erasedAt())
                        : null);
        mark(
                events,
                transaction,
                "UPDATE transcript.conversation SET erased_at = ended.at FROM unnest(?::uuid[],"
                        + " ?::timestamptz[]) AS ended (id, at) WHERE consumer_id = ended.id",
                sourced -> sourced.event() instanceof ConsumerErased erased
                        ? new Ended(erased.consumer().value(), erased.erasedAt())
                        : null);
        ExpiredBuckets.insert(
                events.stream()
                        .flatMap(sourced ->
                                sourced.event() instanceof BucketKeyDestroyed gone ? Stream.of(gone) : Stream.empty())
                        .toList(),
                transaction);
    }

    private record Ended(UUID id, Instant at) {}

    private static void insert(List<Sourced> events, Connection transaction) throws SQLException {
        List<Sourced> opened = events.stream()
                .filter(sourced -> sourced.event() instanceof ConversationOpened)
                .toList();
        if (opened.isEmpty()) {
            return;
        }
        Sql.on(
                        transaction,
                        "INSERT INTO transcript.conversation (conversation_id, client_id, consumer_id, channel,"
                                + " opened_at) SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[],"
                                + " ?::timestamptz[]) ON CONFLICT (conversation_id) DO NOTHING")
                .array("uuid", opened, s -> event(s).conversation().value())
                .array("uuid", opened, s -> s.entry().client().value())
                .array("uuid", opened, s -> event(s).consumer().value())
                .array("text", opened, s -> event(s).channel().name())
                .array("timestamptz", opened, s -> event(s).openedAt())
                .update();
    }

    private static ConversationOpened event(Sourced sourced) {
        return (ConversationOpened) sourced.event();
    }

    private static void mark(
            List<Sourced> events, Connection transaction, String sql, Function<Sourced, @Nullable Ended> ended)
            throws SQLException {
        List<Ended> all = new ArrayList<>();
        for (Sourced sourced : events) {
            Ended one = ended.apply(sourced);
            if (one != null) {
                all.add(one);
            }
        }
        if (all.isEmpty()) {
            return;
        }
        Sql.on(transaction, sql)
                .array("uuid", all, Ended::id)
                .array("timestamptz", all, Ended::at)
                .update();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        Sql.on(transaction, "TRUNCATE transcript.conversation").update();
    }

    /// In the order they were opened.
    ///
    /// @throws SQLException as it is: the edge tells a database that is gone from a fault of ours
    List<Row> list(Filter filter, Optional<Cursor> after, int limit) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("SELECT conversation_id, consumer_id, channel, opened_at, closed_at,"
                + " erased_at FROM transcript.conversation WHERE client_id = ?");
        values.add(filter.client().value());
        filter.consumer().ifPresent(consumer -> and(sql, values, " AND consumer_id = ?", consumer.value()));
        filter.from().ifPresent(from -> and(sql, values, " AND opened_at >= ?", from));
        filter.to().ifPresent(to -> and(sql, values, " AND opened_at < ?", to));
        filter.channel().ifPresent(channel -> and(sql, values, " AND channel = ?", channel.name()));
        after.ifPresent(cursor -> {
            and(sql, values, " AND (opened_at, conversation_id) > (?, ?)", cursor.instant(0));
            values.add(cursor.uuid(1));
        });
        and(sql, values, " ORDER BY opened_at, conversation_id LIMIT ?", limit);
        return Sql.on(dataSource, sql.toString())
                .values(values.toArray())
                .list(row -> new Row(
                        new ConversationId(row.uuid(1)),
                        new ConsumerId(row.uuid(2)),
                        new Channel(row.text(3)),
                        row.instant(4),
                        row.instantIfAny(5).orElse(null),
                        row.instantIfAny(6).orElse(null)));
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
        sql.append(condition);
        values.add(value);
    }
}
