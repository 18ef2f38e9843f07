package org.lethe.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message, or a part of it, is not to be read any more, by nobody but those whom a legal hold keeps it for. What
/// is left of it stands in the envelope. The envelopes that hold it whole go by [MessageScrubbed].
@WireName("MessageRedacted")
public record MessageRedacted(
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        Channel channel,
        Instant sentAt,
        @Nullable RequestId request,
        String by)
        implements MessageAmended {}
