package org.lethe.standalone;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.VisitObserved;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.SealedContent;

/// What the log says of one consumer's content, of what was destroyed of it and of a hold. The positions alone tell
/// what has to be readable, and by whom.
final class Evidence {
    private static final long NEVER = Long.MAX_VALUE;

    /// An envelope, and where the event stands that destroyed the first of its keys.
    record Item(SealedContent content, long goneAt) {
        boolean isGone() {
            return goneAt != NEVER;
        }
    }

    private record Placed(Event event, EventId id, long position, byte @Nullable [] sealed) {}

    private final Talk talk;
    private final HoldScope scope;
    private final List<Placed> events;
    private final long heldFrom;
    private final List<Item> items;

    /// @param hold absent where none was placed
    Evidence(DataSource dataSource, Talk talk, HoldScope scope, Optional<HoldId> hold) throws SQLException {
        this.talk = talk;
        this.scope = scope;
        this.events = read(dataSource, tags(talk, hold));
        this.heldFrom = events.stream()
                .filter(placed -> placed.event() instanceof LegalHoldPlaced)
                .mapToLong(Placed::position)
                .findFirst()
                .orElse(NEVER);
        this.items = events.stream().flatMap(placed -> item(placed).stream()).toList();
    }

    private static List<String> tags(Talk talk, Optional<HoldId> hold) {
        List<String> tags = new ArrayList<>();
        tags.add(EventTag.CONSUMER + "=" + talk.consumer());
        talk.conversations().forEach(conversation -> tags.add(EventTag.CONVERSATION + "=" + conversation));
        talk.buckets().stream()
                .map(bucket -> EventTag.bucket(talk.client(), bucket))
                .forEach(tag -> tags.add(tag.key() + "=" + tag.value()));
        hold.ifPresent(id -> tags.add(EventTag.HOLD + "=" + id));
        return tags;
    }

    private static List<Placed> read(DataSource dataSource, List<String> tags) throws SQLException {
        List<Placed> events = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT position, event_id, type, version, facts, sealed"
                                + " FROM event_log.event WHERE tags && ?")) {
            select.setArray(1, connection.createArrayOf("text", tags.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(new Placed(
                            EventJson.read(
                                    new EventTypes.WireType(row.getString(3), row.getInt(4)),
                                    row.getString(5).getBytes(StandardCharsets.UTF_8)),
                            new EventId(row.getObject(2, UUID.class)),
                            row.getLong(1),
                            row.getBytes(6)));
                }
            }
        }
        events.sort(Comparator.comparingLong(Placed::position));
        return events;
    }

    private Optional<Item> item(Placed placed) {
        byte[] sealed = placed.sealed();
        if (sealed == null) {
            return Optional.empty();
        }
        return switch (placed.event()) {
            case MessageRecorded message ->
                item(placed, sealed, message.conversation(), Category.MESSAGES, message.channel(), message.sentAt());
            case VisitObserved visit ->
                item(placed, sealed, visit.conversation(), Category.VISIT, visit.channel(), visit.observedAt());
            case ConsumerIdentifiersLinked linked -> {
                ConversationId none = new ConversationId(talk.consumer().value());
                yield item(placed, sealed, none, Category.CONTACT, linked.channel(), linked.linkedAt());
            }
            default -> Optional.empty();
        };
    }

    private Optional<Item> item(
            Placed placed, byte[] sealed, ConversationId conversation, Category category, Channel channel, Instant at) {
        ContentScope content =
                new ContentScope(talk.client(), talk.consumer(), conversation, Bucket.of(category, channel, at));
        return Optional.of(new Item(
                new SealedContent(
                        content,
                        placed.id(),
                        EventTypes.of(placed.event().getClass()).name(),
                        new Sealed(sealed)),
                goneAt(content)));
    }

    private long goneAt(ContentScope content) {
        return events.stream()
                .filter(placed -> switch (placed.event()) {
                    case BucketKeyDestroyed bucket -> bucket.bucket().equals(content.bucket());
                    case ConsumerErased erased -> erased.consumer().equals(content.consumer());
                    case ConversationErased erased -> erased.conversation().equals(content.conversation());
                    default -> false;
                })
                .mapToLong(Placed::position)
                .min()
                .orElse(NEVER);
    }

    /// All that was said and told, in the order of the log.
    List<Item> items() {
        return items;
    }

    /// The messages of one of the conversations.
    List<Item> messages(int conversation) {
        return items.stream()
                .filter(item -> {
                    ContentScope content = item.content().scope();
                    return content.conversation().equals(talk.conversations().get(conversation))
                            && content.bucket().category() == Category.MESSAGES;
                })
                .toList();
    }

    /// Where the events stand that destroyed keys.
    TreeSet<Long> destroyedAt() {
        TreeSet<Long> positions = new TreeSet<>();
        for (Placed placed : events) {
            if (placed.event() instanceof BucketKeyDestroyed
                    || placed.event() instanceof ConsumerErased
                    || placed.event() instanceof ConversationErased) {
                positions.add(placed.position());
            }
        }
        return positions;
    }

    boolean isHoldPlaced() {
        return heldFrom != NEVER;
    }

    /// Whether the hold stood in the log before anything was destroyed.
    boolean holdWasFirst() {
        return isHoldPlaced() && destroyedAt().stream().allMatch(position -> heldFrom < position);
    }

    boolean covers(Item item) {
        ContentScope content = item.content().scope();
        return scope.covers(content.bucket(), content.consumer(), content.conversation());
    }

    /// Whether it has to be readable for the hold: covered, and not gone before the hold was placed.
    boolean isHeld(Item item) {
        return isHoldPlaced() && covers(item) && heldFrom < item.goneAt();
    }

    /// What has to lie in the hold's escrow: each conversation and bucket once.
    Set<ContentScope> inEscrow() {
        Set<ContentScope> scopes = new HashSet<>();
        items.stream()
                .filter(item -> item.isGone() && isHeld(item))
                .forEach(item -> scopes.add(item.content().scope()));
        return scopes;
    }

    /// How much the events say went into escrow for each hold.
    Map<HoldId, Integer> saidEscrowed() {
        Map<HoldId, Integer> said = new HashMap<>();
        for (Placed placed : events) {
            List<Escrowed> escrowed = switch (placed.event()) {
                case BucketKeyDestroyed bucket -> bucket.escrowed();
                case ConsumerErased erased -> erased.escrowed() == null ? List.of() : erased.escrowed();
                case ConversationErased erased -> erased.escrowed() == null ? List.of() : erased.escrowed();
                default -> List.of();
            };
            escrowed.forEach(one -> said.merge(one.hold(), one.contents(), Integer::sum));
        }
        return said;
    }
}
