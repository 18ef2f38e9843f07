package org.lethe.transcript.conversations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.Command;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.InvalidBodyException;

/// Open a conversation with a consumer. All content in it is sealed already.
///
/// @param opened what the log is told of it
/// @param contact what was told of the consumer and the log does not know yet
public record OpenConversation(
        ClientId client,
        ConversationOpened opened,
        @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
        @Nullable SealedEvent<VisitObserved> visit,
        Arrival arrival,
        Instant recordedAt)
        implements Command<OpenConversation.Opened> {

    /// @param pointer where in the body the channel stands
    /// @throws InvalidBodyException if no conversation can be held on it
    public static void refuseReserved(Channel channel, String pointer) {
        if (channel.isReserved()) {
            throw new InvalidBodyException(pointer, "another channel; " + channel + " is reserved");
        }
    }

    /// How opening ended.
    public sealed interface Opened {
        ConversationId conversation();

        ConsumerId consumer();

        /// It is open now.
        record Now(ConversationId conversation, ConsumerId consumer) implements Opened {}

        /// It was opened before under the same id of the client's own.
        record Before(ConversationId conversation, ConsumerId consumer) implements Opened {}
    }
}
