package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.bulk.AddMessages.Added;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.web.ClientOffboardedException;

/// Add what an export that has grown brings to a conversation that is there, closed or not: all of it or nothing.
///
/// @param contact what was told of the consumer and the log does not know yet
/// @param messages that were not there when the command was made
record AddMessages(
        ClientId client,
        ConversationOpened conversation,
        @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
        List<SealedEvent<MessageRecorded>> messages,
        Arrival arrival,
        Instant recordedAt)
        implements Command<Added> {
    private static final Criteria.Types ERASED = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);

    /// How adding ended.
    enum Added {
        NOW,
        /// Somebody added one of them meanwhile: compare again.
        OVERTAKEN
    }

    Added decide(Decision decision) {
        for (Sourced sourced : decision.source(criteria())) {
            switch (sourced.event()) {
                case MessageRecorded recorded -> {
                    return Added.OVERTAKEN;
                }
                case ConversationErased erased ->
                    throw new ContentErasedException(Receipt.of(erased, Objects.requireNonNull(sourced.position())));
                case ConsumerErased erased ->
                    throw new ContentErasedException(Receipt.of(erased, Objects.requireNonNull(sourced.position())));
                case ConsumerForgotten forgotten ->
                    throw new ContentErasedException(Receipt.of(forgotten, Objects.requireNonNull(sourced.position())));
                case ClientOffboarded left -> throw new ClientOffboardedException();
                case BucketKeyDestroyed expired -> throw new ContentExpiredException(expired);
                default -> {}
            }
        }
        arrival.check(client, buckets(), decision, recordedAt);
        if (contact != null) {
            contact.append(client, decision, recordedAt);
        }
        messages.forEach(message -> message.append(client, decision, recordedAt));
        return Added.NOW;
    }

    private Set<Bucket> buckets() {
        Set<Bucket> buckets = new LinkedHashSet<>();
        if (contact != null) {
            buckets.add(contact.event().bucket());
        }
        messages.forEach(message -> buckets.add(message.event().bucket()));
        return buckets;
    }

    private EventCriteria criteria() {
        List<EventCriteria> criteria = new ArrayList<>(4 + 2 * messages.size());
        criteria.add(Conversations.lifecycle(conversation.conversation()));
        criteria.add(Criteria.of(EventTag.CONSUMER, conversation.consumer(), ERASED));
        criteria.add(Clients.left(client));
        buckets().forEach(bucket -> criteria.add(DestroyedBuckets.destroyed(client, bucket)));
        messages.forEach(message ->
                criteria.add(Criteria.of(EventTag.MESSAGE, message.event().message())));
        return EventCriteria.either(criteria);
    }
}
