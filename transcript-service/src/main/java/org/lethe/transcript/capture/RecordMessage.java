package org.lethe.transcript.capture;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Command;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.SealedEvent;

/// Record what somebody said in a conversation. Sealed already: the text itself goes no further than the endpoint.
public record RecordMessage(ClientId client, SealedEvent<MessageRecorded> message, Arrival arrival, Instant recordedAt)
        implements Command<Recording> {}
