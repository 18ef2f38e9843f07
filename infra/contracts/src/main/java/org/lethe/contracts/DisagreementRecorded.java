package org.lethe.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The consumer doesn't agree with a message; what they say of it stands in the envelope, and is shown
/// beside the message.
@WireName("DisagreementRecorded")
public record DisagreementRecorded(
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        Channel channel,
        Instant sentAt,
        @Nullable RequestId request,
        String by)
        implements MessageAmended {}
