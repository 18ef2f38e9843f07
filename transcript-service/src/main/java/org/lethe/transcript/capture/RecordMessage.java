package org.lethe.transcript.capture;

import java.time.Instant;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;

/// Record what somebody said in a conversation. Sealed already: the text itself goes no further than the endpoint.
///
/// @param event to which the envelope is bound
public record RecordMessage(
        ClientId client,
        ConversationId conversation,
        ConsumerId consumer,
        MessageId message,
        EventId event,
        Author from,
        Channel channel,
        Instant sentAt,
        Instant recordedAt,
        Sealed sealed)
        implements Command<Recording> {}
