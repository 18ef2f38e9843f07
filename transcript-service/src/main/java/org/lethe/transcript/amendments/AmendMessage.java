package org.lethe.transcript.amendments;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.eventlog.Appended;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

/// Correct, disagree with or redact one message. A redaction takes the envelopes of all its texts so far out of the log
/// in the same commit, unless a legal hold keeps them.
///
/// @param base the event whose text is shown now, and which the sealed one was made of
record AmendMessage(ClientId client, SealedEvent<? extends MessageAmended> amendment, EventId base, Instant at)
        implements Command<AmendMessage.Outcome> {
    private static final Criteria.Types ERASED = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);

    /// What came of it. The place in the log is known when the command is done.
    sealed interface Outcome {
        /// @param holds that keep what was redacted
        /// @param logIndexes of the envelopes that are gone
        record Amended(Appended appended, List<HoldId> holds, List<Long> logIndexes) implements Outcome {}

        /// The same request had it done before.
        ///
        /// @param holds that kept what was redacted, at last
        /// @param logIndexes of the envelopes that are gone
        record AmendedBefore(Sourced first, List<HoldId> holds, List<Long> logIndexes) implements Outcome {}

        /// Something else became of the message meanwhile: look at it again.
        record Overtaken() implements Outcome {}
    }

    /// @throws NotFoundException if there is no such message
    /// @throws ContentErasedException if the conversation or its consumer was erased
    /// @throws ContentExpiredException if its period is over
    Outcome decide(Decision decision) {
        MessageAmended event = amendment.event();
        List<Sourced> events = decision.source(criteria(event));
        events.forEach(this::refuseWhereGone);
        MessageHistory history =
                MessageHistory.of(client, event.message(), events).orElseThrow(NotFoundException::new);
        if (event.request() != null) {
            Optional<Sourced> before = history.amendedFor(event.request());
            if (before.isPresent()) {
                return before(history, before.get());
            }
        }
        if (!history.shown().id().equals(base)) {
            return new Outcome.Overtaken();
        }
        amendment.append(client, decision, at);
        if (!(event instanceof MessageRedacted)) {
            return new Outcome.Amended(decision.appended(), List.of(), List.of());
        }
        Scrubbing.Outcome scrubbing = Scrubbing.append(
                decision,
                client,
                history.message(),
                amendment.id(),
                event.request(),
                history.envelopes(null),
                Scrubbing.keeping(HoldsInForce.of(events), history.message()),
                at);
        return new Outcome.Amended(decision.appended(), scrubbing.holds(), scrubbing.logIndexes());
    }

    static Outcome before(MessageHistory history, Sourced first) {
        Sourced scrubbing = history.scrubbing(first.id());
        return switch (scrubbing == null ? null : scrubbing.event()) {
            case MessageScrubbed scrubbed -> new Outcome.AmendedBefore(first, List.of(), scrubbed.logIndexes());
            case MessageScrubDeferred deferred -> new Outcome.AmendedBefore(first, deferred.holds(), List.of());
            case null, default -> new Outcome.AmendedBefore(first, List.of(), List.of());
        };
    }

    private void refuseWhereGone(Sourced sourced) {
        switch (sourced.event()) {
            case ClientOffboarded _ -> throw new ClientOffboardedException();
            case BucketKeyDestroyed expired -> throw new ContentExpiredException(expired);
            case ConversationErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
            case ConsumerErased erased -> throw new ContentErasedException(Receipt.of(erased, place(sourced)));
            case ConsumerForgotten gone -> throw new ContentErasedException(Receipt.of(gone, place(sourced)));
            default -> {}
        }
    }

    private EventCriteria criteria(MessageAmended event) {
        EventCriteria amending = EventCriteria.either(
                Conversations.lifecycle(event.conversation()),
                Criteria.of(EventTag.CONSUMER, event.consumer(), ERASED),
                DestroyedBuckets.destroyed(client, event),
                Clients.left(client),
                MessageHistory.criteria(event.message()));
        return event instanceof MessageRedacted
                ? EventCriteria.either(amending, HoldsInForce.criteria(client))
                : amending;
    }

    private static LogPosition place(Sourced sourced) {
        return Objects.requireNonNull(sourced.position());
    }
}
