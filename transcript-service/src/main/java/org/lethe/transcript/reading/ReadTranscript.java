package org.lethe.transcript.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReaderRemoved;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RestrictionLifted;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.escrow.HoldsInForce;

/// Put on record who reads a transcript and for what, before anything of it is shown. Once it stands in the log that
/// something is destroyed, by erasure, by expiry or with the client, no reading of it comes behind that: what was
/// opened in the meantime is not shown.
///
/// @param redactions of the conversation that what is shown takes account of
/// @param shown the buckets of what is shown as readable; nothing where it is read for a hold, which keeps it
/// @param consumer whose conversation it is; their erasure forbids the reading too
/// @param hold the legal hold that is read for; it must be in force, and then an erasure forbids nothing
/// @param reader the API key that has to be allowed to read for the hold; null where the platform reads, which may
record ReadTranscript(
        ClientId client,
        ConversationId conversation,
        ConsumerId consumer,
        @Nullable HoldId hold,
        @Nullable ApiKeyId reader,
        String purpose,
        String format,
        int messages,
        int redactions,
        Set<Bucket> shown,
        String by,
        Instant at)
        implements Command<ReadTranscript.Noted> {
    private static final Criteria.Types OF_CONSUMER =
            Criteria.types(ConsumerErased.class, ProcessingRestricted.class, RestrictionLifted.class);
    private static final Criteria.Types READERS =
            Criteria.types(LegalHoldReaderAllowed.class, LegalHoldReaderRemoved.class);
    private static final Criteria.Types REDACTED = Criteria.types(MessageRedacted.class);
    private static final Criteria.Types CLIENT_KEYS = Criteria.types(KeyDestroyed.class);

    ReadTranscript {
        shown = Set.copyOf(shown);
    }

    record Noted() {}

    /// @throws ContentErasedException if the conversation or its consumer was erased
    /// @throws HoldNotCoveringException if the hold was released
    /// @throws ProcessingRestrictedException if the consumer has restricted what it may be read for
    /// @throws ReaderNotAllowedException if nobody allowed the reader to read for the hold
    /// @throws GoneMeanwhileException if something of what is shown went or was redacted: look again
    Noted decide(Decision decision) {
        boolean opened = false;
        Set<String> allowed = null;
        int redacted = 0;
        List<Sourced> events = decision.source(criteria());
        if (hold != null && HoldsInForce.of(events).scope(hold).isEmpty()) {
            throw new HoldNotCoveringException();
        }
        if (hold != null && reader != null && !isAllowed(events)) {
            throw new ReaderNotAllowedException();
        }
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ConversationOpened o -> {
                    if (!sourced.entry().client().equals(client)) {
                        throw new ConversationNotFoundException();
                    }
                    opened = true;
                }
                case ProcessingRestricted restricted -> allowed = Set.copyOf(restricted.allowedPurposes());
                case RestrictionLifted _ -> allowed = null;
                case MessageRedacted _ -> redacted++;
                case BucketKeyDestroyed _, KeyDestroyed _ -> throw new GoneMeanwhileException();
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
        if (redacted > redactions) {
            throw new GoneMeanwhileException();
        }
        if (allowed != null
                && hold == null
                && !allowed.contains(purpose)
                && !TranscriptRead.FOR_REQUEST.equals(purpose)) {
            throw new ProcessingRestrictedException(allowed);
        }
        String recorded = hold == null ? purpose : TranscriptRead.FOR_HOLD;
        decision.append(client, new TranscriptRead(conversation, recorded, hold, format, messages, by), at);
        return new Noted();
    }

    private boolean isAllowed(List<Sourced> events) {
        boolean allowed = false;
        for (Sourced sourced : events) {
            if (sourced.event() instanceof LegalHoldReaderAllowed one) {
                allowed |= one.hold().equals(hold) && one.reader().equals(reader);
            } else if (sourced.event() instanceof LegalHoldReaderRemoved one) {
                allowed &= !(one.hold().equals(hold) && one.reader().equals(reader));
            }
        }
        return allowed;
    }

    private EventCriteria criteria() {
        EventCriteria ends = EventCriteria.either(
                Conversations.lifecycle(conversation),
                Criteria.of(EventTag.CONVERSATION, conversation, REDACTED),
                Criteria.of(EventTag.CONSUMER, consumer, OF_CONSUMER));
        if (hold != null) {
            return EventCriteria.either(ends, HoldsInForce.criteria(client), Criteria.of(EventTag.HOLD, hold, READERS));
        }
        List<EventCriteria> all = new ArrayList<>(shown.size() + 2);
        all.add(ends);
        if (!shown.isEmpty()) {
            all.add(Criteria.of(EventTag.CLIENT, client, CLIENT_KEYS));
        }
        shown.forEach(bucket -> all.add(DestroyedBuckets.destroyed(client, bucket)));
        return EventCriteria.either(all);
    }

    private static LogPosition place(Sourced sourced) {
        return Objects.requireNonNull(sourced.position());
    }
}
