package org.lethe.transcript.bulk;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.transcript.conversations.OpenConversationHandler;

/// This feature in one piece.
public final class BulkSlice {
    private BulkSlice() {}

    public static Slice on(Foundation foundation) {
        OpenConversationHandler opening = new OpenConversationHandler();
        return Slice.named("bulk")
                .decides(ImportConversation.class, (command, decision) -> command.decide(opening, decision))
                .decides(AddMessages.class, AddMessages::decide)
                .serves(new TranscriptsEndpoint(foundation).routes());
    }
}
