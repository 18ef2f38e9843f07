package org.lethe.transcript.amendments;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// One message as the log tells it: how it was recorded, and all that became of it.
///
/// @param recorded the `MessageRecorded`
/// @param later in the order of the log
record MessageHistory(MessageRecorded message, Sourced recorded, List<Sourced> later) {
    private static final Criteria.Types AMENDED = Criteria.types(
            DisagreementRecorded.class,
            MessageCorrected.class,
            MessageRedacted.class,
            MessageScrubbed.class,
            MessageScrubDeferred.class);

    static EventCriteria criteria(MessageId message) {
        return EventCriteria.either(
                Criteria.of(EventTag.MESSAGE, message), Criteria.of(EventTag.AMENDED, message, AMENDED));
    }

    /// @param events what [#criteria] finds; others are passed over
    /// @return empty if the client has no such message
    static Optional<MessageHistory> of(ClientId client, MessageId message, List<Sourced> events) {
        Sourced recorded = null;
        List<Sourced> later = new ArrayList<>();
        for (Sourced sourced : events) {
            if (!sourced.entry().client().equals(client)) {
                continue;
            }
            switch (sourced.event()) {
                case MessageRecorded one when one.message().equals(message) -> recorded = sourced;
                case MessageAmended one when one.message().equals(message) -> later.add(sourced);
                case MessageScrubbed one when one.message().equals(message) -> later.add(sourced);
                case MessageScrubDeferred one when one.message().equals(message) -> later.add(sourced);
                default -> {}
            }
        }
        return recorded == null
                ? Optional.empty()
                : Optional.of(new MessageHistory((MessageRecorded) recorded.event(), recorded, List.copyOf(later)));
    }

    /// Whose envelope holds the text that is shown.
    Sourced shown() {
        Sourced shown = recorded;
        for (Sourced one : later) {
            if (one.event() instanceof MessageCorrected || one.event() instanceof MessageRedacted) {
                shown = one;
            }
        }
        return shown;
    }

    /// What was done for a request already; a redaction without a request is found by [#redaction].
    Optional<Sourced> amendedFor(RequestId request) {
        return later.stream()
                .filter(one -> one.event() instanceof MessageAmended amended && request.equals(amended.request()))
                .findFirst();
    }

    Optional<Sourced> redaction(EventId order) {
        return later.stream().filter(one -> one.id().equals(order)).findFirst();
    }

    /// How the scrubbing that a redaction wants stands: null where nothing is said of it yet.
    @Nullable
    Sourced scrubbing(EventId order) {
        Sourced last = null;
        for (Sourced one : later) {
            boolean about = switch (one.event()) {
                case MessageScrubbed scrubbed -> scrubbed.order().equals(order);
                case MessageScrubDeferred deferred -> deferred.order().equals(order);
                default -> false;
            };
            if (about) {
                last = one;
            }
        }
        return last;
    }

    /// Where the envelopes stand that hold what is redacted: the message's and those of its texts since, but for those
    /// that are gone. What the consumer said in disagreement is theirs and stays.
    ///
    /// @param order the redaction; it is not among them, nor is what came behind it. Null for all up to now
    List<Long> envelopes(@Nullable EventId order) {
        Set<Long> gone = new HashSet<>();
        List<Long> found = new ArrayList<>();
        found.add(index(recorded));
        boolean before = true;
        for (Sourced one : later) {
            before &= !one.id().equals(order);
            if (one.event() instanceof MessageScrubbed scrubbed) {
                gone.addAll(scrubbed.logIndexes());
            } else if (before && (one.event() instanceof MessageCorrected || one.event() instanceof MessageRedacted)) {
                found.add(index(one));
            }
        }
        found.removeAll(gone);
        return found;
    }

    private static long index(Sourced sourced) {
        return Objects.requireNonNull(sourced.position()).logIndex();
    }
}
