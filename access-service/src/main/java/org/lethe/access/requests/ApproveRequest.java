package org.lethe.access.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.NotFoundException;

/// The client says yes. What its type asks for is done or ordered in the same append.
///
/// @param consumer whose request it is; it is looked at with the request, because what happened to them decides
/// @param wishes what exactly was asked, as the requester said it
/// @param disagreement whether a correction is put beside the message instead
/// @param words a note that goes with it, sealed; null without
record ApproveRequest(
        ClientId client,
        RequestId request,
        ConsumerId consumer,
        Wishes wishes,
        boolean disagreement,
        @Nullable SealedRequestWords words,
        String by,
        Instant at)
        implements Command<ApproveRequest.Approved> {
    static final Duration COLLECTABLE_FOR = Duration.ofDays(30);

    private static final String REASON = "consumer-request";
    private static final Criteria.Types ENDS =
            Criteria.types(ErasureOrdered.class, ConsumerErased.class, ConsumerForgotten.class);

    /// @param channels and uses that are opted out of
    /// @param allowedPurposes of a restriction
    record Wishes(List<String> channels, List<String> uses, List<String> allowedPurposes) {
        static final Wishes NONE = new Wishes(List.of(), List.of(), List.of());

        /// @throws RequestRefusedException where it can't be read any more
        static Wishes of(EventLog log, ConsumerWords door, Request request) {
            if (request.type() != RequestType.OPT_OUT && request.type() != RequestType.RESTRICTION) {
                return NONE;
            }
            Map<String, String> asked = RequestWords.atReceiptOrRefuse(log, door, request);
            return new Wishes(
                    RequestBodies.split(asked.get("channels")),
                    RequestBodies.split(asked.get("uses")),
                    RequestBodies.split(asked.get("allowed_purposes")));
        }
    }

    record Approved() {}

    /// @throws StepNotPossibleException if the request is where this can't be done
    /// @throws NobodyKnownException if it leads to nobody
    Approved decide(Decision decision) {
        List<Sourced> events = decision.source(criteria(request, consumer));
        Request known = Request.of(client, events).orElseThrow(NotFoundException::new);
        StepNotPossibleException.refuseUnless(known, Step.Kind.APPROVE, at);
        if (!known.received().known() && !Step.BY_PEOPLE.contains(known.type())) {
            throw new NobodyKnownException();
        }
        approve(decision, known, events);
        return new Approved();
    }

    static EventCriteria criteria(RequestId request, ConsumerId consumer) {
        return EventCriteria.either(Request.criteria(request), Criteria.of(EventTag.CONSUMER, consumer, ENDS));
    }

    /// @param known stands where it can be approved
    /// @param events what [#criteria] finds
    void approve(Decision decision, Request known, List<Sourced> events) {
        append(decision, new RequestApproved(request, client, disagreement ? Boolean.TRUE : null, by));
        if (words != null) {
            decision.append(words.id(), words.entry(client), at);
        }
        switch (known.type()) {
            case ACCESS, PORTABILITY -> {
                append(decision, new PackagePrepared(request, client, at.plus(COLLECTABLE_FOR)));
                append(decision, new RequestFulfilled(request, client));
            }
            case DELETION -> {
                if (!known.isOfOneMessage() && events.stream().noneMatch(ApproveRequest::isErasing)) {
                    append(decision, new ErasureOrdered(consumer, null, REASON, by));
                }
            }
            case OPT_OUT -> {
                append(decision, new ConsentWithdrawn(consumer, client, wishes.channels(), wishes.uses(), request, by));
                append(decision, new RequestFulfilled(request, client));
            }
            case RESTRICTION -> {
                append(decision, new ProcessingRestricted(consumer, client, wishes.allowedPurposes(), request, by));
                append(decision, new RequestFulfilled(request, client));
            }
            case CORRECTION, OBJECTION, COMPLAINT -> {} // people do it, and say when it is done
        }
    }

    /// Ordered, done, or not needed any more: whoever watches over deletions completes the request.
    private static boolean isErasing(Sourced sourced) {
        return switch (sourced.event()) {
            case ErasureOrdered ordered -> ordered.conversation() == null;
            case ConsumerErased _, ConsumerForgotten _ -> true;
            default -> false;
        };
    }

    private void append(Decision decision, Event event) {
        decision.append(client, event, at);
    }
}
