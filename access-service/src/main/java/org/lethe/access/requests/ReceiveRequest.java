package org.lethe.access.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Put a request on record. The same of the same consumer within a year is linked, and not refused. Where no proof is
/// needed of who asks, the client has it before them at once.
///
/// @param known whether what the requester gave leads to the consumer
/// @param rule and its version, which it keeps
/// @param conversation where it is about one message of it alone; null where it is not
/// @param words what the requester gave, sealed
record ReceiveRequest(
        ClientId client,
        RequestId request,
        ConsumerId consumer,
        boolean known,
        RequestType type,
        String rule,
        int ruleVersion,
        String zone,
        Instant receivedAt,
        String via,
        @Nullable ConversationId conversation,
        SealedRequestWords words,
        String by,
        Instant at)
        implements Command<ReceiveRequest.Received> {
    static final Duration SAME_WITHIN = Duration.ofDays(365);

    /// Nobody is harmed by these where somebody else asks for them.
    static final Set<RequestType> WITHOUT_PROOF =
            Set.of(RequestType.OPT_OUT, RequestType.OBJECTION, RequestType.COMPLAINT);

    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);
    private static final Criteria.Types RECEIVED = Criteria.types(RequestReceived.class);

    record Received(@Nullable RequestId duplicateOf) {}

    Received decide(Decision decision) {
        boolean registered = false;
        RequestId duplicateOf = null;
        for (Sourced sourced : decision.source(EventCriteria.either(
                Criteria.of(EventTag.CLIENT, client, REGISTERED),
                Criteria.of(EventTag.CONSUMER, consumer, RECEIVED)))) {
            registered |= sourced.event() instanceof ClientRegistered;
            if (sourced.event() instanceof RequestReceived before && isSame(before)) {
                duplicateOf = before.request();
            }
        }
        if (!registered) {
            throw new NotFoundException();
        }
        RequestReceived received = new RequestReceived(
                request,
                client,
                consumer,
                known,
                type,
                rule,
                ruleVersion,
                zone,
                receivedAt,
                via,
                duplicateOf,
                conversation,
                by);
        decision.append(client, received, at);
        Request.protection(received, 1).ifPresent(kept -> decision.append(client, kept, at));
        decision.append(words.id(), words.entry(client), at);
        if (WITHOUT_PROOF.contains(type)) {
            decision.append(client, new IdentityConfirmed(request, client, "none", by), at);
            decision.append(client, new RequestReferred(request, client), at);
        }
        return new Received(duplicateOf);
    }

    private boolean isSame(RequestReceived before) {
        return known
                && before.client().equals(client)
                && before.type() == type
                && before.receivedAt().plus(SAME_WITHIN).isAfter(receivedAt);
    }
}
