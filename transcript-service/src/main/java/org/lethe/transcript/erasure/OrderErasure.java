package org.lethe.transcript.erasure;

import java.time.Instant;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;

/// Put on record that somebody wants a consumer or a conversation erased, before anything irreversible happens.
/// Ordering it again gives the first order.
///
/// @param conversation absent where the whole consumer is meant
/// @param words what was given as a reason beside its code, sealed to this event
record OrderErasure(
        ClientId client,
        ConsumerId consumer,
        @Nullable ConversationId conversation,
        EventId event,
        String reason,
        @Nullable Sealed words,
        String by,
        Instant at)
        implements Command<OrderErasure.Ordered> {
    private static final Criteria.Types ERASURE = Criteria.types(
            ErasureOrdered.class,
            ConsumerErased.class,
            ConsumerForgotten.class,
            ConversationErased.class,
            ErasureFinal.class);

    record Ordered(EventId order) {}

    Ordered decide(Decision decision) {
        for (Sourced sourced : decision.source(criteria(consumer, conversation))) {
            if (sourced.event() instanceof ErasureOrdered) {
                return new Ordered(sourced.id());
            }
        }
        decision.append(event, new LogEntry(client, new ErasureOrdered(consumer, conversation, reason, by), words), at);
        return new Ordered(event);
    }

    static EventCriteria criteria(ConsumerId consumer, @Nullable ConversationId conversation) {
        return conversation == null
                ? Criteria.of(EventTag.CONSUMER, consumer, ERASURE)
                : Criteria.of(EventTag.CONVERSATION, conversation, ERASURE);
    }
}
