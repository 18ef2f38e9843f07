package org.lethe.transcript.reading;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.escrow.HoldsInForce;

/// Put on record who reads a transcript and for what, before anything of it is shown. Once an erasure stands in the
/// log, no reading comes behind it: what was opened in the meantime is not shown.
///
/// @param consumer whose conversation it is; their erasure forbids the reading too
/// @param hold the legal hold that is read for; it must be in force, and then an erasure forbids nothing
record ReadTranscript(
        ClientId client,
        ConversationId conversation,
        ConsumerId consumer,
        @Nullable HoldId hold,
        String purpose,
        String format,
        int messages,
        String by,
        Instant at)
        implements Command<ReadTranscript.Noted> {
    private static final Criteria.Types ERASED = Criteria.types(ConsumerErased.class);

    record Noted() {}

    /// @throws ContentErasedException if the conversation or its consumer was erased
    /// @throws HoldNotCoveringException if the hold was released
    Noted decide(Decision decision) {
        boolean opened = false;
        List<Sourced> events = decision.source(criteria());
        if (hold != null && HoldsInForce.of(events).scope(hold).isEmpty()) {
            throw new HoldNotCoveringException();
        }
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ConversationOpened o -> {
                    if (!sourced.entry().client().equals(client)) {
                        throw new ConversationNotFoundException();
                    }
                    opened = true;
                }
                case ConversationErased erased
                when hold == null -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                case ConsumerErased erased
                when hold == null -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
                default -> {}
            }
        }
        if (!opened) {
            throw new ConversationNotFoundException();
        }
        String recorded = hold == null ? purpose : TranscriptRead.FOR_HOLD;
        decision.append(client, new TranscriptRead(conversation, recorded, hold, format, messages, by), at);
        return new Noted();
    }

    private EventCriteria criteria() {
        EventCriteria ends = EventCriteria.either(
                Conversations.lifecycle(conversation), Criteria.of(EventTag.CONSUMER, consumer, ERASED));
        return hold == null ? ends : EventCriteria.either(ends, HoldsInForce.criteria(client));
    }

    private static LogPosition place(Sourced sourced) {
        return Objects.requireNonNull(sourced.position());
    }
}
