package org.lethe.retention.buckets;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.EvidenceHistory;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.View;

/// Keeps the table of buckets up with the log. Neighbouring events of one kind become one statement; where
/// another kind comes between, the order of the log is kept, since what is recorded after a key went must not
/// count.
public final class BucketView implements View {
    public static final String NAME = "retention-buckets";

    private static final Duration REST = Duration.ofMillis(250); // behind a busy capture; far below what a person waits

    private static final Set<Class<? extends Event>> OTHERS = Set.of(
            ConversationOpened.class,
            BucketKeyDestroyed.class,
            ConsumerErased.class,
            ConversationErased.class,
            ExpiryOrdered.class,
            KeyDestroyed.class,
            RetentionRunCompleted.class);

    private static final Criteria.Types HOLDS =
            Criteria.types(LegalHoldPlaced.class, LegalHoldReleased.class, HeldConsumerReturned.class);
    private static final Criteria.Types EVIDENCE = Criteria.types(EvidenceProtected.class, EvidenceLetGo.class);

    private final EventLog log;

    BucketView(EventLog log) {
        this.log = log;
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Stream.concat(EventTypes.content().stream(), OTHERS.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        BucketTable table = new BucketTable(transaction);
        Contents contents = new Contents(log);
        List<Sourced> rare = new ArrayList<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ConversationOpened begun) {
                contents.opened(begun);
            } else if (sourced.event() instanceof ContentEvent content) {
                applyRare(rare, table);
                contents.add(sourced, content);
            } else if (isWanted(sourced.event())) {
                add(contents, table);
                if (!rare.isEmpty()
                        && !rare.getLast()
                                .event()
                                .getClass()
                                .equals(sourced.event().getClass())) {
                    applyRare(rare, table);
                }
                rare.add(sourced);
            }
        }
        applyRare(rare, table);
        add(contents, table);
    }

    /// Each erasure comes with a `KeyDestroyed`; only those of whole clients say something here.
    private static boolean isWanted(Event event) {
        return !(event instanceof KeyDestroyed gone) || gone.destroyed().kind() == KeyKind.CLIENT;
    }

    private static void add(Contents contents, BucketTable table) throws SQLException {
        if (!contents.isEmpty()) {
            table.add(contents.take());
        }
    }

    /// @param rare events of one kind; empty when done
    private void applyRare(List<Sourced> rare, BucketTable table) throws SQLException {
        if (rare.isEmpty()) {
            return;
        }
        switch (rare.getFirst().event()) {
            case BucketKeyDestroyed first -> destroy(all(rare, BucketKeyDestroyed.class), table);
            case ConsumerErased first ->
                table.eraseConsumers(all(rare, ConsumerErased.class).stream()
                        .map(one -> one.event().consumer().value())
                        .toList());
            case ConversationErased first ->
                table.eraseConversations(all(rare, ConversationErased.class).stream()
                        .map(one -> one.event().conversation().value())
                        .toList());
            case ExpiryOrdered first -> table.order(all(rare, ExpiryOrdered.class));
            case KeyDestroyed first -> table.destroyClients(all(rare, KeyDestroyed.class));
            case RetentionRunCompleted first -> table.release(all(rare, RetentionRunCompleted.class));
            default -> {}
        }
        rare.clear();
    }

    private void destroy(List<Placed<BucketKeyDestroyed>> destroyed, BucketTable table) throws SQLException {
        Map<ClientId, List<BucketTable.Held>> held = new LinkedHashMap<>();
        for (Placed<BucketKeyDestroyed> one : destroyed) {
            for (Escrowed escrowed : one.event().escrowed()) {
                held.computeIfAbsent(one.event().client(), _ -> new ArrayList<>())
                        .add(new BucketTable.Held(one.event().bucket(), escrowed.hold(), escrowed.contents()));
            }
        }
        for (Map.Entry<ClientId, List<BucketTable.Held>> one : held.entrySet()) {
            table.hold(one.getKey(), one.getValue(), scopes(one.getKey()));
        }
        table.destroy(destroyed);
    }

    /// Of all holds of a client, in force or not, and of what its open requests keep.
    private Map<HoldId, HoldScope> scopes(ClientId client) {
        HoldHistory history = new HoldHistory();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.HOLDS_OF, client, HOLDS))) {
            history.apply(Objects.requireNonNull(sourced.position()).position(), sourced.event());
        }
        EvidenceHistory evidence = new EvidenceHistory();
        log.lookUp(Criteria.of(EventTag.REQUESTS_OF, client, EVIDENCE)).forEach(one -> evidence.apply(one.event()));
        Map<HoldId, HoldScope> scopes = new LinkedHashMap<>(history.scopes());
        scopes.putAll(evidence.scopes());
        return scopes;
    }

    /// An event of a known kind, and where it stands.
    record Placed<E extends Event>(E event, Sourced source) {
        long position() {
            return Objects.requireNonNull(source.position()).position();
        }

        long logIndex() {
            return Objects.requireNonNull(source.position()).logIndex();
        }
    }

    private static <E extends Event> List<Placed<E>> all(List<Sourced> events, Class<E> type) {
        return events.stream()
                .map(sourced -> new Placed<>(type.cast(sourced.event()), sourced))
                .toList();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        new BucketTable(transaction).clear();
    }
}
