package org.lethe.transcript.reading;

import java.time.Instant;
import java.util.Objects;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.transcript.conversations.ContentErasedException;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.conversations.Receipt;

/// Put on record who reads a transcript and for what, before anything of it is shown. Once an erasure stands in the
/// log, no reading comes behind it: what was opened in the meantime is not shown.
///
/// @param consumer whose conversation it is; their erasure forbids the reading too
record ReadTranscript(
        ClientId client,
        ConversationId conversation,
        ConsumerId consumer,
        String purpose,
        String format,
        int messages,
        String by,
        Instant at) {
    private static final Criteria.Types ERASED = Criteria.types(ConsumerErased.class);

    record Noted() {}

    /// @throws ContentErasedException if the conversation or its consumer was erased
    Noted decide(Decision decision) {
        boolean opened = false;
        for (Sourced sourced : decision.source(criteria())) {
            switch (sourced.event()) {
                case ConversationOpened o -> opened = sourced.entry().client().equals(client);
                case ConversationErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                case ConsumerErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                default -> {}
            }
        }
        if (!opened) {
            throw new ConversationNotFoundException();
        }
        decision.append(client, new TranscriptRead(conversation, purpose, format, messages, by), at);
        return new Noted();
    }

    private EventCriteria criteria() {
        return EventCriteria.either(
                Conversations.lifecycle(conversation), Criteria.of(EventTag.CONSUMER, consumer, ERASED));
    }

    private static LogPosition place(Sourced sourced) {
        return Objects.requireNonNull(sourced.position());
    }
}
