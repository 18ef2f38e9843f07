package org.lethe.retention.holds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Forbid to destroy what a scope covers. Decided over all that was destroyed until then: what goes meanwhile
/// makes it be decided anew, so a hold that is placed says truly for what it comes too late.
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
    private static final Criteria.Types CONSUMER = Criteria.types(ConsumerErased.class);
    private static final Criteria.Types CONVERSATION = Criteria.types(ConversationErased.class);

    record Placed(HoldId hold, int bucketsGone) {}

    Placed decide(Decision decision) {
        boolean registered = false;
        Set<Bucket> gone = new HashSet<>();
        List<UUID> erased = new ArrayList<>();
        for (Sourced sourced : decision.source(criteria())) {
            switch (sourced.event()) {
                case ClientRegistered there -> registered = true;
                case BucketKeyDestroyed destroyed -> gone.add(destroyed.bucket());
                case ConsumerErased consumer -> erased.add(consumer.consumer().value());
                case ConversationErased conversation ->
                    erased.add(conversation.conversation().value());
                default -> {}
            }
        }
        if (!registered) {
            throw new NotFoundException();
        }
        if (!erased.isEmpty()) {
            throw new NothingLeftToHoldException(erased, 0);
        }
        int bucketsGone = bucketsGone(gone);
        decision.append(
                event, new LogEntry(client, new LegalHoldPlaced(hold, client, scope, bucketsGone, by), words), at);
        return new Placed(hold, bucketsGone);
    }

    /// @throws NothingLeftToHoldException if that is all there was
    private int bucketsGone(Set<Bucket> gone) {
        Set<Bucket> lost = new HashSet<>(gone);
        Set<Bucket> left = new HashSet<>(scope.namesContent() ? named.buckets() : kept);
        if (scope.namesContent()) {
            lost.retainAll(named.buckets());
        } else {
            lost.removeIf(bucket -> !scope.covers(bucket));
        }
        left.removeAll(gone);
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
