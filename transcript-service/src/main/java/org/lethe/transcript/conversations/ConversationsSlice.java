package org.lethe.transcript.conversations;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ConversationsSlice {
    private ConversationsSlice() {}

    public static Slice on(Foundation foundation) {
        OpenConversationHandler opening = new OpenConversationHandler();
        ConversationView view = new ConversationView(foundation.dataSource());
        return Slice.named("conversations")
                .decides(OpenConversation.class, opening::decide)
                .decides(CloseConversation.class, CloseConversation::decide)
                .follows(view)
                .serves(new ConversationsEndpoint(foundation, view).routes());
    }
}
