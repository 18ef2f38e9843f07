package org.lethe.contracts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The envelopes of a redacted message are gone from the log, in the commit of this event; their digests stay.
///
/// @param order the `MessageRedacted`
/// @param logIndexes where they stood in the client's log
/// @param request the consumer's request that asked for it; null where none did
@WireName("MessageScrubbed")
public record MessageScrubbed(
        ConversationId conversation,
        MessageId message,
        EventId order,
        List<Long> logIndexes,
        @Nullable RequestId request,
        Instant scrubbedAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        List<EventTag> tags = new ArrayList<>(3);
        tags.add(EventTag.of(EventTag.CONVERSATION, conversation));
        tags.add(EventTag.of(EventTag.AMENDED, message));
        if (request != null) {
            tags.add(EventTag.of(EventTag.REQUEST, request));
        }
        return tags;
    }
}
