package org.lethe.transcript.forgetting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.View;
import org.lethe.sql.Sql;

/// How much content there is of which conversation in which bucket. It counts envelopes by their facts and reads none.
public final class ContentView implements View {
    public static final String NAME = "content";

    private static final Duration REST = Duration.ofMillis(100); // behind a busy capture; far below what a person waits
    private static final Criteria.Types OPENED = Criteria.types(ConversationOpened.class);
    private static final Set<Class<? extends Event>> OTHERS =
            Set.of(ConversationOpened.class, BucketKeyDestroyed.class);

    private static final String ADD = """
            INSERT INTO transcript.content (conversation_id, category, channel, day, client_id, consumer_id, contents)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::uuid[], ?::uuid[], ?::bigint[])
            ON CONFLICT (conversation_id, category, channel, day)
            DO UPDATE SET contents = content.contents + excluded.contents
            """;

    private final EventLog log;

    ContentView(EventLog log) {
        this.log = log;
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
        ExpiredBuckets.insert(events, transaction);
    }

    private Map<Place, Long> counted(List<Sourced> events) {
        Map<ConversationId, ConsumerId> opened = new HashMap<>();
        Map<Place, Long> counts = new LinkedHashMap<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ConversationOpened begun) {
                opened.put(begun.conversation(), begun.consumer());
            } else if (sourced.event() instanceof ContentEvent content
                    && sourced.entry().sealed() != null) {
                consumer(content, opened)
                        .map(consumer ->
                                new Place(sourced.entry().client(), content.conversation(), consumer, content.bucket()))
                        .ifPresent(place -> counts.merge(place, 1L, Long::sum));
            }
        }
        return counts;
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
    }
}
