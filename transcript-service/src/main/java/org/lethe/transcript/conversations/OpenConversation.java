package org.lethe.transcript.conversations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.transcript.consumers.SealedContact;

/// Open a conversation with a consumer. All content in it is sealed already.
///
/// @param external keyed hash of the client's own id of the conversation, if it gave one
/// @param contact what was told of the consumer and the log does not know yet
public record OpenConversation(
        ClientId client,
        ConversationId conversation,
        ConsumerId consumer,
        Channel channel,
        Instant openedAt,
        @Nullable UUID external,
        @Nullable SealedContact contact,
        @Nullable SealedVisit visit,
        Instant recordedAt)
        implements Command<OpenConversation.Opened> {

    /// @param event to which the envelope is bound
    public record SealedVisit(EventId event, Sealed sealed) {}

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
