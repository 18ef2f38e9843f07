package org.lethe.transcript.forgetting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.View;
import org.lethe.keyring.Keyring;
import org.lethe.sql.Sql;
import org.lethe.transcript.forgetting.Forgettables.Somebody;

/// How much content there is of which conversation in which bucket: it counts envelopes by their facts and reads none.
/// And who lost some of it, by an expiry, an erasure or the end of a hold, and has to be looked at.
public final class ContentView implements View {
    public static final String NAME = "content";

    private static final Duration REST = Duration.ofMillis(100); // behind a busy capture; far below what a person waits
    private static final Criteria.Types OPENED = Criteria.types(ConversationOpened.class);
    private static final Set<Class<? extends Event>> OTHERS = Set.of(
            ConversationOpened.class,
            BucketKeyDestroyed.class,
            ConversationErased.class,
            ConsumerErased.class,
            LegalHoldReleased.class,
            KeyDestroyed.class);
    private static final Criteria.Types HOLDS =
            Criteria.types(LegalHoldPlaced.class, LegalHoldReleased.class, HeldConsumerReturned.class);

    private static final String ADD = """
            INSERT INTO transcript.content (conversation_id, category, channel, day, client_id, consumer_id, contents)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::uuid[], ?::uuid[], ?::bigint[])
            ON CONFLICT (conversation_id, category, channel, day)
            DO UPDATE SET contents = content.contents + excluded.contents
            """;

    private final EventLog log;
    private final Keyring keyring;

    ContentView(EventLog log, Keyring keyring) {
        this.log = log;
        this.keyring = keyring;
    }

    private record Place(ClientId client, ConversationId conversation, ConsumerId consumer, Bucket bucket) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Stream.concat(EventTypes.content().stream(), OTHERS.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        add(counted(events), transaction);
        erase(events, transaction);
        long position = Objects.requireNonNull(events.getLast().position()).position();
        List<BucketKeyDestroyed> buckets = events.stream()
                .flatMap(sourced -> sourced.event() instanceof BucketKeyDestroyed one ? Stream.of(one) : Stream.empty())
                .toList();
        ExpiredBuckets.insert(buckets, transaction);
        Forgettables.addOf(transaction, buckets, position);
        List<Somebody> lost = new ArrayList<>();
        for (Sourced sourced : events) {
            ClientId client = sourced.entry().client();
            switch (sourced.event()) {
                case ConversationErased erased -> lost.add(new Somebody(client, erased.consumer()));
                case LegalHoldReleased released ->
                    named(client, released.hold()).forEach(consumer -> lost.add(new Somebody(client, consumer)));
                case KeyDestroyed gone
                when gone.destroyed().kind() == KeyKind.HOLD ->
                    keyring.everInEscrow(client, HoldId.parse(gone.key()))
                            .forEach(consumer -> lost.add(new Somebody(client, consumer)));
                case KeyDestroyed gone
                when gone.destroyed().kind() == KeyKind.CLIENT ->
                    keyring.consumers().forgetAll(client);
                default -> {}
            }
        }
        Forgettables.add(transaction, lost, position);
    }

    /// Nothing is added to what was erased, and nobody asks how much it was.
    private static void erase(List<Sourced> events, Connection transaction) throws SQLException {
        List<UUID> conversations = new ArrayList<>();
        List<UUID> consumers = new ArrayList<>();
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ConversationErased erased ->
                    conversations.add(erased.conversation().value());
                case ConsumerErased erased -> consumers.add(erased.consumer().value());
                default -> {}
            }
        }
        if (!conversations.isEmpty() || !consumers.isEmpty()) {
            Sql.on(
                            transaction,
                            "DELETE FROM transcript.content WHERE conversation_id = ANY (?) OR consumer_id = ANY (?)")
                    .array("uuid", conversations)
                    .array("uuid", consumers)
                    .update();
        }
    }

    /// Whom a hold named, with those who returned.
    private List<ConsumerId> named(ClientId client, HoldId hold) {
        HoldHistory history = new HoldHistory();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.HOLDS_OF, client, HOLDS))) {
            history.apply(Objects.requireNonNull(sourced.position()).position(), sourced.event());
        }
        return history.scope(hold).map(HoldScope::consumers).orElse(List.of());
    }

    private Map<Place, Long> counted(List<Sourced> events) {
        Map<ConversationId, ConsumerId> opened = new HashMap<>();
        Map<Place, Long> counts = new LinkedHashMap<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ConversationOpened begun) {
                opened.put(begun.conversation(), begun.consumer());
            } else if (sourced.event() instanceof ContentEvent content && isCounted(content, sourced)) {
                consumer(content, opened)
                        .map(consumer ->
                                new Place(sourced.entry().client(), content.conversation(), consumer, content.bucket()))
                        .ifPresent(place -> counts.merge(place, 1L, Long::sum));
            }
        }
        return counts;
    }

    /// A message is one, whatever became of it: not its amendments as well, and it still is when it is scrubbed.
    private static boolean isCounted(ContentEvent content, Sourced sourced) {
        return content instanceof MessageRecorded
                || !(content instanceof MessageAmended) && sourced.entry().sealed() != null;
    }

    /// Where the facts don't say, the conversation was opened by the event before, which may be of the batch before.
    private Optional<ConsumerId> consumer(ContentEvent content, Map<ConversationId, ConsumerId> opened) {
        @Nullable ConsumerId said = content.consumer();
        return said != null
                ? Optional.of(said)
                : Optional.ofNullable(opened.get(content.conversation())).or(() -> opener(content.conversation()));
    }

    private Optional<ConsumerId> opener(ConversationId conversation) {
        return log.lookUp(Criteria.of(EventTag.CONVERSATION, conversation, OPENED)).stream()
                .map(Sourced::event)
                .filter(ConversationOpened.class::isInstance)
                .map(event -> ((ConversationOpened) event).consumer())
                .findFirst();
    }

    private static void add(Map<Place, Long> counts, Connection transaction) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        Set<Place> places = counts.keySet();
        Sql.on(transaction, ADD)
                .array("uuid", places, place -> place.conversation().value())
                .array("text", places, place -> place.bucket().category().wireName())
                .array("text", places, place -> place.bucket().channel().name())
                .array("date", places, place -> place.bucket().day())
                .array("uuid", places, place -> place.client().value())
                .array("uuid", places, place -> place.consumer().value())
                .array("int8", counts.values())
                .update();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        Sql.on(transaction, "TRUNCATE transcript.content").update();
        Forgettables.clear(transaction);
    }
}
