package org.lethe.access.requests;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.access.deadlines.Facts;
import org.lethe.access.deadlines.Milestone;
import org.lethe.access.deadlines.PauseReason;
import org.lethe.access.deadlines.RulePack;
import org.lethe.access.deadlines.RulePacks;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.ClockResumed;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DeadlineExtended;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.IdentityCodeSent;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.IdentityRefused;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestAssigned;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestEscalated;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestExpired;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestPartFailed;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestReminded;
import org.lethe.contracts.RequestRevoked;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// A request as the log tells it.
///
/// @param facts that its deadlines follow from
/// @param steps all its events, in order
/// @param deferredFor legal holds that keep it from being complete
/// @param expiresAt until when a package can be collected; null where there is none
/// @param collected null until it was
record Request(
        RequestReceived received,
        RequestState state,
        Facts facts,
        boolean identified,
        @Nullable String assignee,
        Set<HoldId> deferredFor,
        @Nullable Instant expiresAt,
        @Nullable PackageCollected collected,
        List<Sourced> steps) {

    static EventCriteria criteria(RequestId request) {
        return Criteria.of(EventTag.REQUEST, request);
    }

    /// @param events what [#criteria] finds; others are passed over
    /// @return empty if there is no such request of this client
    static Optional<Request> of(ClientId client, List<Sourced> events) {
        Request request = null;
        for (Sourced sourced : events) {
            if (!(sourced.event() instanceof RequestEvent step)
                    || !step.client().equals(client)) {
                continue;
            }
            if (request == null) {
                if (step instanceof RequestReceived received) {
                    request = begun(received, sourced);
                }
            } else {
                request = request.after(sourced, step);
            }
        }
        return Optional.ofNullable(request);
    }

    private static Request begun(RequestReceived received, Sourced sourced) {
        return new Request(
                received,
                RequestState.RECEIVED,
                Facts.received(received.receivedAt(), ZoneId.of(received.zone())),
                false,
                null,
                Set.of(),
                null,
                null,
                List.of(sourced));
    }

    /// What a step does to how it stands.
    private Request after(Sourced sourced, RequestEvent step) {
        Instant at = sourced.decidedAt();
        List<Sourced> all = new ArrayList<>(steps);
        all.add(sourced);
        Request now = new Request(
                received, state, facts, identified, assignee, deferredFor, expiresAt, collected, List.copyOf(all));
        return switch (step) {
            case RequestReceived _, RequestReminded _ -> now;
            case IdentityCodeSent _ -> now.in(RequestState.VERIFYING);
            case IdentityRefused _ -> now;
            case IdentityConfirmed _ -> now.identifiedAt(at);
            case RequestReferred _ -> now.in(RequestState.REFERRED);
            case RequestApproved _ -> now.in(RequestState.IN_PROGRESS);
            case RequestDenied _ -> now.in(RequestState.DENIED);
            case RequestAssigned assigned -> now.assignedTo(assigned.assignee());
            case DeadlineExtended _ -> now.with(facts.reached(Milestone.EXTENDED, at));
            case ClockPaused paused -> now.with(facts.paused(at, PauseReason.of(paused.reason())));
            case ClockResumed _ -> now.with(facts.resumed(at));
            case RequestDeferred deferred -> now.deferredFor(Set.copyOf(deferred.holds()));
            case PackagePrepared prepared -> now.expiring(prepared.expiresAt());
            case PackageCollected event -> now.collectedBy(event);
            case RequestPartFailed _, EvidenceProtected _, EvidenceLetGo _ -> now;
            case RequestFulfilled _ -> now.in(RequestState.FULFILLED);
            case RequestAppealed _ ->
                now.with(facts.reached(Milestone.APPEALED, at)).in(RequestState.APPEALED);
            case RequestEscalated escalated ->
                escalated.to().equals(Step.Escalate.PANEL) ? now.with(facts.reached(Milestone.PANEL_ASKED, at)) : now;
            case RequestRevoked _ -> now.in(RequestState.REVOKED);
            case RequestExpired _ -> now.in(RequestState.EXPIRED);
        };
    }

    private Request in(RequestState next) {
        return new Request(received, next, facts, identified, assignee, deferredFor, expiresAt, collected, steps);
    }

    private Request with(Facts more) {
        return new Request(received, state, more, identified, assignee, deferredFor, expiresAt, collected, steps);
    }

    private Request identifiedAt(Instant at) {
        return new Request(
                received,
                state,
                facts.reached(Milestone.IDENTIFIED, at),
                true,
                assignee,
                deferredFor,
                expiresAt,
                collected,
                steps);
    }

    private Request assignedTo(String to) {
        return new Request(received, state, facts, identified, to, deferredFor, expiresAt, collected, steps);
    }

    private Request deferredFor(Set<HoldId> holds) {
        return new Request(
                received, RequestState.DEFERRED, facts, identified, assignee, holds, expiresAt, collected, steps);
    }

    private Request expiring(Instant at) {
        return new Request(received, state, facts, identified, assignee, deferredFor, at, collected, steps);
    }

    private Request collectedBy(PackageCollected event) {
        return new Request(received, state, facts, identified, assignee, deferredFor, expiresAt, event, steps);
    }

    RequestId id() {
        return received.request();
    }

    ClientId client() {
        return received.client();
    }

    ConsumerId consumer() {
        return received.consumer();
    }

    RequestType type() {
        return received.type();
    }

    /// Whether it asks for something to be done with one message, and with nothing else.
    boolean isOfOneMessage() {
        return received.conversation() != null;
    }

    /// Whether it is done when people say so. What is to be done with one message may turn out not to be possible.
    boolean isDoneByPeople() {
        return Step.BY_PEOPLE.contains(type()) || isOfOneMessage();
    }

    /// The client has it put beside the message instead of in its place.
    boolean isDisagreement() {
        return steps.stream()
                .anyMatch(step -> step.event() instanceof RequestApproved approved
                        && Boolean.TRUE.equals(approved.disagreement()));
    }

    /// Why a part of it could not be done; null where nothing failed.
    @Nullable
    RequestPartFailed failure() {
        return steps.reversed().stream()
                .map(Sourced::event)
                .filter(RequestPartFailed.class::isInstance)
                .map(RequestPartFailed.class::cast)
                .findFirst()
                .orElse(null);
    }

    /// Under which hold what it has to deliver is kept; null where it is not.
    @Nullable
    HoldId evidence() {
        HoldId hold = null;
        for (Sourced step : steps) {
            switch (step.event()) {
                case EvidenceProtected kept -> hold = kept.hold();
                case EvidenceLetGo _ -> hold = null;
                default -> {}
            }
        }
        return hold;
    }

    /// Keeps what it has to deliver, whatever retention takes meanwhile: from its receipt, and once more
    /// from an appeal. A hold's key is destroyed when it lets go, so each time has a hold of its own.
    ///
    /// @param time the first, or a later one
    static Optional<EvidenceProtected> protection(RequestReceived received, int time) {
        boolean delivers = received.type() == RequestType.ACCESS || received.type() == RequestType.PORTABILITY;
        UUID hold = UUID.nameUUIDFromBytes((received.request() + "/" + time).getBytes(StandardCharsets.UTF_8));
        return delivers && received.known()
                ? Optional.of(new EvidenceProtected(
                        received.request(), received.client(), received.consumer(), new HoldId(hold)))
                : Optional.empty();
    }

    /// The same once more.
    Optional<EvidenceProtected> protection() {
        long before = steps.stream()
                .filter(step -> step.event() instanceof EvidenceProtected)
                .count();
        return evidence() == null ? protection(received, (int) before + 1) : Optional.empty();
    }

    /// Lets go of it: nothing is to be delivered any more.
    Optional<EvidenceLetGo> lettingGo() {
        HoldId hold = evidence();
        return hold == null ? Optional.empty() : Optional.of(new EvidenceLetGo(id(), client(), consumer(), hold));
    }

    RulePack rule() {
        return RulePacks.bundled().get(received.rule(), received.ruleVersion());
    }

    Deadlines deadlines(Instant moment) {
        return Deadlines.asOf(rule(), facts, moment);
    }

    boolean isPaused() {
        return facts.pauses().stream().anyMatch(pause -> pause.isOpen());
    }

    boolean hasExtended() {
        return facts.milestones().stream().anyMatch(one -> one.milestone() == Milestone.EXTENDED);
    }

    /// Whether a package waits to be collected.
    boolean isCollectable(Instant now) {
        return expiresAt != null && collected == null && now.isBefore(expiresAt);
    }
}
