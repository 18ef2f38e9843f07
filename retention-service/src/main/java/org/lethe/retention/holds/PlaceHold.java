package org.lethe.retention.holds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldHistory;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.retention.holds.NamedContent.Piece;
import org.lethe.web.NotFoundException;

/// Forbid to destroy what a scope covers. Decided over all that was destroyed until then: what goes meanwhile
/// makes it be decided anew, so a hold that is placed says truly for what it comes too late. What holds in force keep
/// of destroyed content, this one keeps too.
///
/// @param named what the log knows of the people and conversations in the scope
/// @param kept buckets of the scope that there are, where it names nobody
/// @param words matter, reason and custodian, sealed to this event
record PlaceHold(
        ClientId client,
        HoldId hold,
        EventId event,
        HoldScope scope,
        NamedContent named,
        Set<Bucket> kept,
        Sealed words,
        String by,
        Instant at)
        implements Command<PlaceHold.Placed> {
    private static final Criteria.Types CLIENT = Criteria.types(ClientRegistered.class);
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);
    private static final Criteria.Types CONSUMER = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);
    private static final Criteria.Types CONVERSATION = Criteria.types(ConversationErased.class);

    record Placed(HoldId hold, int bucketsGone) {}

    Placed decide(Decision decision) {
        List<Sourced> events = decision.source(criteria());
        if (events.stream().noneMatch(sourced -> sourced.event() instanceof ClientRegistered)) {
            throw new NotFoundException();
        }
        Destroyed destroyed = Destroyed.of(events);
        HoldHistory holds = Holds.of(events).history();
        int bucketsGone = scope.namesContent() ? goneOfNamed(destroyed, holds) : goneOfAll(destroyed, holds);
        decision.append(
                event, new LogEntry(client, new LegalHoldPlaced(hold, client, scope, bucketsGone, by), words), at);
        return new Placed(hold, bucketsGone);
    }

    /// Where in the log each of them was destroyed.
    private record Destroyed(
            Map<Bucket, Long> buckets, Map<ConsumerId, Long> consumers, Map<ConversationId, Long> conversations) {
        static Destroyed of(List<Sourced> events) {
            Destroyed destroyed = new Destroyed(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
            for (Sourced sourced : events) {
                long position = Objects.requireNonNull(sourced.position()).position();
                switch (sourced.event()) {
                    case BucketKeyDestroyed bucket -> destroyed.buckets.putIfAbsent(bucket.bucket(), position);
                    case ConsumerErased consumer -> destroyed.consumers.putIfAbsent(consumer.consumer(), position);
                    case ConsumerForgotten consumer -> destroyed.consumers.putIfAbsent(consumer.consumer(), position);
                    case ConversationErased conversation ->
                        destroyed.conversations.putIfAbsent(conversation.conversation(), position);
                    default -> {}
                }
            }
            return destroyed;
        }

        /// When the first of its keys went; empty where all live.
        OptionalLong firstOf(Piece piece) {
            return Stream.of(
                            buckets.get(piece.bucket()),
                            consumers.get(piece.consumer()),
                            conversations.get(piece.conversation()))
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .min();
        }
    }

    /// What was destroyed, and other holds keep, is not too late: they keep it for this one too.
    ///
    /// @throws NothingLeftToHoldException if that is all there was, or all there was of somebody erased
    private int goneOfNamed(Destroyed destroyed, HoldHistory holds) {
        Set<UUID> erased = new LinkedHashSet<>();
        destroyed.consumers().keySet().forEach(consumer -> erased.add(consumer.value()));
        destroyed.conversations().keySet().forEach(conversation -> erased.add(conversation.value()));
        Set<Bucket> lost = new HashSet<>();
        Set<Bucket> left = new HashSet<>();
        for (Piece piece : named.content()) {
            OptionalLong gone = destroyed.firstOf(piece);
            if (gone.isEmpty()
                    || holds.keepsSince(gone.getAsLong(), piece.bucket(), piece.consumer(), piece.conversation())) {
                left.add(piece.bucket());
                erased.remove(piece.consumer().value());
                erased.remove(piece.conversation().value());
            } else {
                lost.add(piece.bucket());
            }
        }
        if (!erased.isEmpty()) {
            throw new NothingLeftToHoldException(List.copyOf(erased), 0);
        }
        lost.removeAll(left);
        return orRefuse(lost, left);
    }

    private int goneOfAll(Destroyed destroyed, HoldHistory holds) {
        Set<Bucket> lost = new HashSet<>();
        Set<Bucket> left = new HashSet<>(kept);
        left.removeAll(destroyed.buckets().keySet());
        destroyed.buckets().forEach((bucket, position) -> {
            if (scope.covers(bucket)) {
                (holds.mayKeepSince(position, bucket) ? left : lost).add(bucket);
            }
        });
        return orRefuse(lost, left);
    }

    private static int orRefuse(Set<Bucket> lost, Set<Bucket> left) {
        if (!lost.isEmpty() && left.isEmpty()) {
            throw new NothingLeftToHoldException(List.of(), lost.size());
        }
        return lost.size();
    }

    private EventCriteria criteria() {
        List<EventCriteria> criteria = new ArrayList<>();
        criteria.add(Criteria.of(EventTag.CLIENT, client, CLIENT));
        criteria.add(Criteria.of(EventTag.EXPIRY_OF, client, DESTROYED));
        criteria.add(Holds.criteria(client));
        Set<ConsumerId> consumers = new HashSet<>(named.consumersOfConversations());
        consumers.addAll(scope.consumers());
        for (ConsumerId consumer : consumers) {
            criteria.add(Criteria.of(EventTag.CONSUMER, consumer, CONSUMER));
        }
        for (ConversationId conversation : scope.conversations()) {
            criteria.add(Criteria.of(EventTag.CONVERSATION, conversation, CONVERSATION));
        }
        return EventCriteria.either(criteria);
    }
}
