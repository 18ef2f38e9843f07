package org.lethe.contracts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Legal holds keep the envelopes of a redacted message, for their purpose alone. They go when the last lets go.
///
/// @param order the `MessageRedacted`
/// @param holds in force that cover it
/// @param request the consumer's request that asked for it; null where none did
@WireName("MessageScrubDeferred")
public record MessageScrubDeferred(
        ConversationId conversation,
        MessageId message,
        EventId order,
        List<HoldId> holds,
        @Nullable RequestId request) implements Event {
    @Override
    public List<EventTag> tags() {
        List<EventTag> tags = new ArrayList<>(2 + holds.size());
        tags.add(EventTag.of(EventTag.AMENDED, message));
        holds.forEach(hold -> tags.add(EventTag.of(EventTag.HOLD, hold)));
        if (request != null) {
            tags.add(EventTag.of(EventTag.REQUEST, request));
        }
        return tags;
    }
}
