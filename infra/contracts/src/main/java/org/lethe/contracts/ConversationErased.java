package org.lethe.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation's key is destroyed: nothing said in it can be read by us any more.
///
/// @param escrowed what holds keep of it, for each hold; absent where none does
@WireName("ConversationErased")
public record ConversationErased(
        ConversationId conversation,
        ConsumerId consumer,
        List<DestroyedKey> keys,
        EventId order,
        Instant erasedAt,
        @Nullable List<Escrowed> escrowed)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
