package org.lethe.transcript.conversations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.Receipt;

/// What the log says of one conversation now.
///
/// @param erased the receipt, if it or its consumer was erased
public record Conversation(
        ClientId client,
        ConversationId id,
        ConsumerId consumer,
        Channel channel,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Receipt erased) {

    /// @throws ContentErasedException if nothing of it can be read any more
    public Conversation orElseErased() {
        if (erased != null) {
            throw new ContentErasedException(erased);
        }
        return this;
    }
}
