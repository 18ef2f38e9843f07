package org.lethe.transcript.conversations;

import java.util.ArrayList;
import java.util.List;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.keyring.Identifier;
import org.lethe.service.Foundation;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.web.FieldError;

/// Holds what is told of a conversation against the one that has its id already: two people must not end in one. It
/// links and records nothing.
public final class SameConversation {
    private final Conversations conversations;
    private final Consumers consumers;

    public SameConversation(Foundation foundation) {
        this.conversations = new Conversations(foundation.log());
        this.consumers = new Consumers(foundation);
    }

    /// One that was erased is not held against anything: whose it was is forgotten, and nothing is added to it. So it
    /// is where all that there was of its consumer has expired.
    ///
    /// @param identifiers of the consumer who is told of, the strongest first; empty for somebody anonymous
    /// @return whether it was erased, or its consumer forgotten
    /// @throws ConversationIdReusedException if it is another conversation
    public boolean erasedOrRefuse(
            ClientId client, ConversationOpened first, Channel channel, List<Identifier> identifiers) {
        if (conversations.get(client, first.conversation()).erased() != null
                || consumers.isForgotten(client, first.consumer())) {
            return true;
        }
        List<FieldError> errors = new ArrayList<>(2);
        if (!first.channel().equals(channel)) {
            errors.add(new FieldError("/channel", "the channel of the conversation that has this id"));
        }
        if (!isOf(client, first, identifiers)) {
            errors.add(new FieldError("/consumer", "who the conversation that has this id was opened with"));
        }
        if (!errors.isEmpty()) {
            throw new ConversationIdReusedException(errors);
        }
        return false;
    }

    private boolean isOf(ClientId client, ConversationOpened first, List<Identifier> identifiers) {
        return identifiers.isEmpty()
                ? consumers.cameUnknown(client, first.consumer())
                : consumers
                        .strongest(client, identifiers)
                        .filter(first.consumer()::equals)
                        .isPresent();
    }
}
