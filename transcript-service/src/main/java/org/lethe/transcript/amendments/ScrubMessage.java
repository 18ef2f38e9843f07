package org.lethe.transcript.amendments;

import java.util.List;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;

/// A hold let go: the envelopes of a message that was redacted under it go, unless another keeps them.
///
/// @param order the `MessageRedacted`
record ScrubMessage(ClientId client, MessageId message, EventId order) implements Command<ScrubMessage.Done> {

    record Done() {}

    Done decide(Moments moments, Decision decision) {
        List<Sourced> events =
                decision.source(EventCriteria.either(MessageHistory.criteria(message), HoldsInForce.criteria(client)));
        MessageHistory history = MessageHistory.of(client, message, events).orElseThrow(NotFoundException::new);
        Sourced redaction = history.redaction(order).orElseThrow(NotFoundException::new);
        List<HoldId> keeping = Scrubbing.keeping(HoldsInForce.of(events), history.message());
        Sourced before = history.scrubbing(order);
        boolean nothingNew = before != null
                && switch (before.event()) {
                    case MessageScrubbed _ -> true;
                    case MessageScrubDeferred deferred -> !keeping.isEmpty() && same(deferred.holds(), keeping);
                    default -> false;
                };
        if (!nothingNew && redaction.event() instanceof MessageRedacted redacted) {
            Scrubbing.append(
                    decision,
                    client,
                    history.message(),
                    order,
                    redacted.request(),
                    history.envelopes(order),
                    keeping,
                    moments.now());
        }
        return new Done();
    }

    private static boolean same(List<HoldId> some, List<HoldId> others) {
        return Set.copyOf(some).equals(Set.copyOf(others));
    }
}
