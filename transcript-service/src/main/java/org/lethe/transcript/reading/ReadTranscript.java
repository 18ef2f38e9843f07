package org.lethe.transcript.reading;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Decision;

/// Put on record who reads a transcript and for what, before anything of it is shown.
record ReadTranscript(
        ClientId client,
        ConversationId conversation,
        String purpose,
        String format,
        int messages,
        String by,
        Instant at) {

    record Noted() {}

    Noted decide(Decision decision) {
        decision.append(client, new TranscriptRead(conversation, purpose, format, messages, by), at);
        return new Noted();
    }
}
