package org.lethe.transcript.capture;

import java.util.List;
import java.util.Objects;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.conversations.ConversationClosedException;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.web.ClientOffboardedException;

/// Decides whether a message may be recorded. Sources only what the decision needs: how the conversation began
/// and ended, whether the consumer was erased or the day expired, whether this message id was seen. So two
/// people typing don't conflict, the same id is recorded once, and nothing slips in behind an erasure or an
/// expiry.
public final class RecordMessageHandler {
    private static final Criteria.Types ERASED = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);

    public Recording decide(RecordMessage command, Decision decision) {
        boolean opened = false;
        for (Sourced sourced : decision.source(criteria(command))) {
            switch (sourced.event()) {
                case MessageRecorded recorded -> {
                    return new Recording.RecordedBefore(place(sourced));
                }
                case ConversationOpened o -> {
                    if (!sourced.entry().client().equals(command.client())) {
                        throw new ConversationNotFoundException();
                    }
                    opened = true;
                }
                case ConversationClosed closed -> throw new ConversationClosedException(closed.closedAt());
                case ConversationErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                case ClientOffboarded left -> throw new ClientOffboardedException();
                case BucketKeyDestroyed expired -> throw new ContentExpiredException(expired);
                case ConsumerErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                case ConsumerForgotten forgotten ->
                    throw new ContentErasedException(Receipt.of(forgotten, place(sourced)));
                default -> {}
            }
        }
        if (!opened) {
            throw new ConversationNotFoundException();
        }
        command.arrival()
                .check(command.client(), List.of(command.message().event().bucket()), decision, command.recordedAt());
        command.message().append(command.client(), decision, command.recordedAt());
        return new Recording.Recorded(decision.appended());
    }

    private static EventCriteria criteria(RecordMessage command) {
        MessageRecorded message = command.message().event();
        return EventCriteria.either(
                Conversations.lifecycle(message.conversation()),
                Criteria.of(EventTag.CONSUMER, message.consumer(), ERASED),
                DestroyedBuckets.destroyed(command.client(), message),
                Clients.left(command.client()),
                Criteria.of(EventTag.MESSAGE, message.message()));
    }

    private static LogPosition place(Sourced sourced) {
        return Objects.requireNonNull(sourced.position());
    }
}
