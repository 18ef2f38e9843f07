package org.lethe.transcript.conversations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.Receipt;

/// What the log says of one conversation now.
///
/// @param opened how it began
/// @param erased the receipt, if it or its consumer was erased
public record Conversation(
        ClientId client,
        ConversationOpened opened,
        @Nullable Instant closedAt,
        @Nullable Receipt erased) {

    public ConversationId id() {
        return opened.conversation();
    }

    public ConsumerId consumer() {
        return opened.consumer();
    }

    public Channel channel() {
        return opened.channel();
    }

    public Instant openedAt() {
        return opened.openedAt();
    }

    /// @throws ContentErasedException if nothing of it can be read any more
    public Conversation orElseErased() {
        if (erased != null) {
            throw new ContentErasedException(erased);
        }
        return this;
    }
}
