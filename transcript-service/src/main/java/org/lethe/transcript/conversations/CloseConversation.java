package org.lethe.transcript.conversations;

import java.time.Instant;
import java.util.Objects;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.Receipt;

/// Close a conversation; closing it again says when it was closed.
record CloseConversation(ClientId client, ConversationId conversation, Instant at)
        implements Command<CloseConversation.Closed> {

    record Closed(Instant closedAt) {}

    Closed decide(Decision decision) {
        ConversationOpened opened = null;
        for (Sourced sourced : decision.source(Conversations.lifecycle(conversation))) {
            switch (sourced.event()) {
                case ConversationOpened event -> {
                    if (!sourced.entry().client().equals(client)) {
                        throw new ConversationNotFoundException();
                    }
                    opened = event;
                }
                case ConversationClosed event -> {
                    return new Closed(event.closedAt());
                }
                case ConversationErased event ->
                    throw new ContentErasedException(Receipt.of(event, Objects.requireNonNull(sourced.position())));
                default -> {}
            }
        }
        if (opened == null) {
            throw new ConversationNotFoundException();
        }
        decision.append(client, new ConversationClosed(conversation, opened.consumer(), at), at);
        return new Closed(at);
    }
}
