package org.lethe.access.packages;

import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;

/// A piece and where it stands.
///
/// @param piece what can be written as it is: well-formed, without other people where that is wanted
/// @param conversation that it belongs to; none for contact data
/// @param conversationNumber from 1 in the package
/// @param messageNumber from 1 in the conversation; of the newest message for what is none
record Placed(Held piece, Held.@Nullable Conversation conversation, int conversationNumber, int messageNumber) {
    static final int MESSAGES_ON_A_PAGE = 1000;

    /// @throws IllegalStateException if it came before any conversation
    Held.Conversation conversationOrRefuse() {
        if (conversation == null) {
            throw new IllegalStateException("a piece of a conversation came before the conversation");
        }
        return conversation;
    }

    /// Where a message is shown, from the top of the package.
    String link() {
        return ConversationPages.name(conversationNumber, (messageNumber - 1) / MESSAGES_ON_A_PAGE + 1) + "#m"
                + messageNumber;
    }
}
