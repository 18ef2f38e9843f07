package org.lethe.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message is shown with another text from now on; the text stands in the envelope. The one before stays where it is.
@WireName("MessageCorrected")
public record MessageCorrected(
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        Channel channel,
        Instant sentAt,
        @Nullable RequestId request,
        String by)
        implements MessageAmended {}
