package org.lethe.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody with the right to order it wants content erased. Stands in the log before anything irreversible happens.
///
/// @param conversation the one conversation to erase; absent where the whole consumer is meant
/// @param reason a code; words that were given for it stand in the envelope
@WireName("ErasureOrdered")
public record ErasureOrdered(ConsumerId consumer, @Nullable ConversationId conversation, String reason, String by)
        implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(
                conversation == null
                        ? EventTag.of(EventTag.CONSUMER, consumer)
                        : EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
