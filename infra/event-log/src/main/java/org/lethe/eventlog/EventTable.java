package org.lethe.eventlog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// Reading the table `event_log.event`.
final class EventTable {
    private static final String COLUMNS = "position, client_id, log_index, event_id, type, version, recorded_at_micros,"
            + " tags, unique_tag, facts, sealed, metadata";

    /// Who searches by tags knows those that matter, and decoding them costs as much as all else.
    private static final String COLUMNS_WITHOUT_TAGS = "position, client_id, log_index, event_id, type, version,"
            + " recorded_at_micros, NULL::text[] AS tags, NULL::text AS unique_tag, facts, sealed, metadata";

    /// Sorted here, not by the database: asked for `ORDER BY position` the planner has walked the primary key from the
    /// start. For the same reason the position stands in an expression, which no index serves.
    private static final String BY_TAGS = "SELECT " + COLUMNS_WITHOUT_TAGS
            + " FROM event_log.event WHERE tags @> ? AND position + 0 > ? AND"
            + " (?::text[] IS NULL OR type = ANY(?::text[]))";

    /// Types that one tag may have very many events of.
    static final Set<String> FREQUENT = Set.of(
            "ConsumerIdentifiersLinked", "ConversationOpened", "MessageRecorded", "TranscriptRead", "VisitObserved");

    private static final String RARE = " AND type NOT IN ('ConsumerIdentifiersLinked', 'ConversationOpened',"
            + " 'MessageRecorded', 'TranscriptRead', 'VisitObserved')";

    /// The same of other types than those, by an index that leaves them out: the planner takes it for a search that
    /// repeats, literally, what the index says of itself.
    static final String BY_TAGS_RARE = BY_TAGS + RARE;

    /// Events that carry any of these tags.
    private static final String BY_ANY_TAG =
            "SELECT " + COLUMNS_WITHOUT_TAGS + " FROM event_log.event WHERE tags && ? AND type = ANY(?::text[])";

    /// At most so many of them, in any order. In a part of its own, which the planner plans as if all of it were
    /// wanted: for a few rows it would rather read the whole table until it met them.
    private static final String SOME_BY_TAG = "WITH found AS MATERIALIZED (SELECT " + COLUMNS_WITHOUT_TAGS
            + " FROM event_log.event WHERE tags @> ? AND type = ANY(?)) SELECT * FROM found LIMIT ?";

    /// Without what is sealed, but for whether there is anything.
    private static final String HEADS_BY_TAG = "SELECT position, client_id, log_index, event_id, type, version,"
            + " recorded_at_micros, NULL::text[] AS tags, NULL::text AS unique_tag, facts,"
            + " CASE WHEN sealed IS NULL THEN NULL ELSE ''::bytea END AS sealed, NULL::bytea AS metadata"
            + " FROM event_log.event WHERE tags @> ? AND type = ANY(?)";
    private static final int HEADS_TOGETHER = 1_000;

    private static final String BY_TYPES = "SELECT " + COLUMNS_WITHOUT_TAGS
            + " FROM event_log.event WHERE position > ? AND type = ANY(?::text[]) ORDER BY position";

    private static final String FACTS = "SELECT position, client_id, log_index, event_id, type, version,"
            + " recorded_at_micros, NULL::text[] AS tags, NULL::text AS unique_tag, facts,"
            + " CASE WHEN sealed IS NOT NULL THEN ''::bytea END AS sealed, NULL::json AS metadata FROM event_log.event";

    private EventTable() {}

    /// Without envelopes and tags, in order.
    static List<StoredEvent> facts(Connection connection, Collection<Tag> tags, Collection<String> types)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(FACTS + " WHERE tags && ? AND type = ANY(?::text[])")) {
            statement.setArray(
                    1, textArray(connection, tags.stream().map(EventTable::text).toList()));
            statement.setArray(2, textArray(connection, types));
            List<StoredEvent> found = read(statement);
            found.sort(Comparator.comparingLong(StoredEvent::position));
            return found;
        }
    }

    /// The same of a client, behind a position.
    static List<StoredEvent> factsSince(Connection connection, UUID client, long position, Collection<String> types)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                FACTS + " WHERE position > ? AND client_id = ? AND type = ANY(?::text[]) ORDER BY position")) {
            statement.setLong(1, position);
            statement.setObject(2, client);
            statement.setArray(3, textArray(connection, types));
            return read(statement);
        }
    }

    static String text(Tag tag) {
        return tag.key() + "=" + tag.value();
    }

    static long head(Connection connection) throws SQLException {
        return number(connection, "SELECT coalesce(max(position), 0) FROM event_log.event");
    }

    static LogEnd end(Connection connection, UUID client) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT log_index + 1, recorded_at_micros FROM event_log.event"
                        + " WHERE client_id = ? ORDER BY log_index DESC LIMIT 1")) {
            statement.setObject(1, client);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new LogEnd(rows.getLong(1), rows.getLong(2)) : LogEnd.NOTHING;
            }
        }
    }

    /// Position before the first event recorded at or after that time; the head where there is none.
    static long positionBefore(Connection connection, long recordedAtMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce((SELECT min(position) - 1 FROM event_log.event WHERE recorded_at_micros >= ?),"
                        + " (SELECT coalesce(max(position), 0) FROM event_log.event))")) {
            statement.setLong(1, recordedAtMicros);
            return single(statement);
        }
    }

    /// Backwards along the primary key, so an event of a common type is found at once; 0 where there is none.
    static long newestOf(Connection connection, Set<QualifiedName> types, long after) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT coalesce((SELECT position FROM event_log.event WHERE position > ?"
                        + " AND type = ANY(?) ORDER BY position DESC LIMIT 1), 0)")) {
            statement.setLong(1, after);
            statement.setArray(
                    2,
                    textArray(
                            connection, types.stream().map(QualifiedName::name).toList()));
            return single(statement);
        }
    }

    /// Everything in (after, upTo], in order; at most so many.
    static List<StoredEvent> range(
            Connection connection, long after, long upTo, int limit, @Nullable Collection<String> types)
            throws SQLException {
        String filter = types == null ? "" : " AND type = ANY(?)";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM event_log.event WHERE position > ? AND position <= ?" + filter
                        + " ORDER BY position LIMIT ?")) {
            int next = 1;
            statement.setLong(next++, after);
            statement.setLong(next++, upTo);
            if (types != null) {
                statement.setArray(next++, textArray(connection, types));
            }
            statement.setInt(next, limit);
            return read(statement);
        }
    }

    /// All events after a position that carry all of these tags, of these types (of any where none is named); without
    /// their tags, but for those that are found by a unique tag.
    /// A unique tag is looked up in its own index.
    static List<StoredEvent> find(
            Connection connection, Set<Tag> tags, Set<QualifiedName> types, long after, Set<String> uniqueTagKeys)
            throws SQLException {
        List<String> plain = new ArrayList<>(tags.size());
        List<String> unique = new ArrayList<>(1);
        for (Tag tag : tags) {
            (uniqueTagKeys.contains(tag.key()) ? unique : plain).add(text(tag));
        }
        if (!unique.isEmpty()) {
            return findUnique(connection, unique, plain, types, after);
        }
        Array typeNames = types.isEmpty()
                ? null
                : textArray(connection, types.stream().map(QualifiedName::name).toList());
        boolean rare = !types.isEmpty() && types.stream().noneMatch(type -> FREQUENT.contains(type.name()));
        String byTags = rare ? BY_TAGS_RARE : BY_TAGS;
        try (PreparedStatement statement = connection.prepareStatement(plain.isEmpty() ? BY_TYPES : byTags)) {
            if (plain.isEmpty()) {
                statement.setLong(1, after);
                statement.setArray(2, typeNames);
            } else {
                statement.setArray(1, textArray(connection, plain));
                statement.setLong(2, after);
                statement.setArray(3, typeNames);
                statement.setArray(4, typeNames);
            }
            List<StoredEvent> found = read(statement);
            found.sort(Comparator.comparingLong(StoredEvent::position));
            return found;
        }
    }

    /// All events of these types that carry any of these tags, in order, without their tags.
    static List<StoredEvent> findAny(Connection connection, Collection<Tag> tags, Collection<String> types)
            throws SQLException {
        boolean rare = types.stream().noneMatch(FREQUENT::contains);
        try (PreparedStatement statement = connection.prepareStatement(rare ? BY_ANY_TAG + RARE : BY_ANY_TAG)) {
            statement.setArray(
                    1, textArray(connection, tags.stream().map(EventTable::text).toList()));
            statement.setArray(2, textArray(connection, types));
            List<StoredEvent> found = read(statement);
            found.sort(Comparator.comparingLong(StoredEvent::position));
            return found;
        }
    }

    static List<StoredEvent> some(Connection connection, Tag tag, Collection<String> types, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SOME_BY_TAG)) {
            statement.setArray(1, textArray(connection, List.of(text(tag))));
            statement.setArray(2, textArray(connection, types));
            statement.setInt(3, limit);
            return read(statement);
        }
    }

    /// Needs a transaction: with auto-commit the driver would fetch all of them at once.
    static void heads(Connection connection, Tag tag, Collection<String> types, Consumer<StoredEvent> each)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEADS_BY_TAG)) {
            statement.setArray(1, textArray(connection, List.of(text(tag))));
            statement.setArray(2, textArray(connection, types));
            statement.setFetchSize(HEADS_TOGETHER);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.accept(event(rows));
                }
            }
        }
    }

    static List<StoredEvent> at(Connection connection, Collection<Long> positions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS_WITHOUT_TAGS + " FROM event_log.event WHERE position = ANY(?)")) {
            statement.setArray(1, connection.createArrayOf("int8", positions.toArray(Long[]::new)));
            return read(statement);
        }
    }

    private static List<StoredEvent> findUnique(
            Connection connection, List<String> unique, List<String> plain, Set<QualifiedName> types, long after)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM event_log.event WHERE unique_tag = ?")) {
            statement.setString(1, unique.getFirst());
            return read(statement).stream()
                    .filter(event -> event.position() > after)
                    .filter(event ->
                            event.tags().containsAll(unique) && event.tags().containsAll(plain))
                    .filter(event -> types.isEmpty() || types.contains(new QualifiedName(event.type())))
                    .toList();
        }
    }

    /// Which of these unique tags are taken.
    static Set<String> taken(Connection connection, Collection<String> uniqueTags) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT unique_tag FROM event_log.event WHERE unique_tag = ANY(?)")) {
            statement.setArray(1, textArray(connection, uniqueTags));
            Set<String> taken = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getString(1));
                }
            }
            return taken;
        }
    }

    private static List<StoredEvent> read(PreparedStatement statement) throws SQLException {
        statement.setFetchSize(0);
        try (ResultSet rows = statement.executeQuery()) {
            List<StoredEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(event(rows));
            }
            return events;
        }
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getInt(6),
                row.getLong(7),
                tags(row.getArray(8), row.getString(9)),
                row.getBytes(10), // of a json column: its text as it came, UTF-8
                row.getBytes(11),
                row.getBytes(12));
    }

    private static List<String> tags(@Nullable Array stored, @Nullable String unique) throws SQLException {
        if (stored == null) {
            return List.of();
        }
        String[] plain = (String[]) stored.getArray();
        if (unique == null) {
            return List.of(plain);
        }
        List<String> tags = new ArrayList<>(Arrays.asList(plain));
        tags.add(unique);
        Collections.sort(tags);
        return tags;
    }

    private static Array textArray(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return single(statement);
        }
    }

    private static long single(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
