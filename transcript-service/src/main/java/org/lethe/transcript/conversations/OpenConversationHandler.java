package org.lethe.transcript.conversations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.web.ClientOffboardedException;

/// Decides whether a conversation is opened: once for each id of the client's own, never with somebody erased.
public final class OpenConversationHandler {
    private static final Criteria.Types CONSUMER =
            Criteria.types(ConsumerIdentified.class, ConsumerErased.class, ConsumerForgotten.class);

    public Opened decide(OpenConversation command, Decision decision) {
        return decide(command, Set.of(), decision);
    }

    /// @param buckets of further content that is recorded in the same decision
    public Opened decide(OpenConversation command, Set<Bucket> buckets, Decision decision) {
        boolean identified = false;
        Set<Bucket> all = allOf(command, buckets);
        for (Sourced sourced : decision.source(criteria(command, all))) {
            switch (sourced.event()) {
                case ConversationOpened opened -> {
                    return new Opened.Before(opened.conversation(), opened.consumer());
                }
                case ClientOffboarded left -> throw new ClientOffboardedException();
                case BucketKeyDestroyed expired -> throw new ContentExpiredException(expired);
                case ConsumerIdentified event -> identified = true;
                case ConsumerErased erased ->
                    throw new ContentErasedException(Receipt.of(erased, Objects.requireNonNull(sourced.position())));
                case ConsumerForgotten forgotten ->
                    throw new ContentErasedException(Receipt.of(forgotten, Objects.requireNonNull(sourced.position())));
                default -> {}
            }
        }
        command.arrival().check(command.client(), all, decision, command.recordedAt());
        append(command, identified, decision);
        return new Opened.Now(command.opened().conversation(), command.opened().consumer());
    }

    private static Set<Bucket> allOf(OpenConversation command, Set<Bucket> buckets) {
        Set<Bucket> all = new LinkedHashSet<>(buckets);
        Stream.of(command.contact(), command.visit())
                .filter(Objects::nonNull)
                .forEach(content -> all.add(content.event().bucket()));
        return all;
    }

    private static EventCriteria criteria(OpenConversation command, Set<Bucket> buckets) {
        List<EventCriteria> criteria = new ArrayList<>(5 + buckets.size());
        criteria.add(Criteria.of(EventTag.CONSUMER, command.opened().consumer(), CONSUMER));
        criteria.add(Clients.left(command.client()));
        UUID external = command.opened().external();
        if (external != null) {
            criteria.add(Criteria.of(EventTag.EXTERNAL, external));
        }
        buckets.forEach(bucket -> criteria.add(DestroyedBuckets.destroyed(command.client(), bucket)));
        return EventCriteria.either(criteria);
    }

    private static void append(OpenConversation command, boolean identified, Decision decision) {
        ConversationOpened opened = command.opened();
        Consumers.append(
                command.client(),
                opened.consumer(),
                opened.channel(),
                opened.openedAt(),
                command.recordedAt(),
                command.contact(),
                identified,
                decision);
        decision.append(command.client(), opened, command.recordedAt());
        SealedEvent<VisitObserved> visit = command.visit();
        if (visit != null) {
            visit.append(command.client(), decision, command.recordedAt());
        }
    }
}
