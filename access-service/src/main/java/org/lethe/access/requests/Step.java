package org.lethe.access.requests;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.ClockResumed;
import org.lethe.contracts.DeadlineExtended;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestAssigned;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestEscalated;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestRevoked;
import org.lethe.contracts.RequestType;

/// What somebody does with a request. Approving is more than one event: [ApproveRequest].
sealed interface Step {

    /// The steps by name, and from where each is possible.
    enum Kind {
        VERIFY,
        CONFIRM,
        APPROVE,
        DENY,
        COMPLETE,
        EXTEND,
        PAUSE,
        RESUME,
        APPEAL,
        ESCALATE,
        REVOKE,
        ASSIGN,
        NOTES;

        /// Whether it is possible now.
        boolean from(Request request, Instant at) {
            RequestState state = request.state();
            return switch (this) {
                case VERIFY ->
                    switch (state) {
                        case RECEIVED, VERIFYING -> true;
                        case APPEALED -> !request.identified(); // it was denied before anybody proved anything
                        case REFERRED, IN_PROGRESS, DEFERRED, FULFILLED, DENIED, REVOKED, EXPIRED -> false;
                    };
                case CONFIRM -> state == RequestState.VERIFYING;
                case APPROVE ->
                    request.identified() && (state == RequestState.REFERRED || state == RequestState.APPEALED);
                case DENY ->
                    switch (state) {
                        case RECEIVED, VERIFYING, REFERRED, APPEALED -> true;
                        case IN_PROGRESS -> request.isDoneByPeople();
                        case DEFERRED, FULFILLED, DENIED, REVOKED, EXPIRED -> false;
                    };
                case COMPLETE -> state == RequestState.IN_PROGRESS && request.isDoneByPeople();
                case EXTEND ->
                    state.isOpen()
                            && !request.hasExtended()
                            && request.deadlines(at).mayExtend(at);
                case PAUSE ->
                    state.isOpen()
                            && !request.isPaused()
                            && !request.rule().pauseReasons().isEmpty();
                case RESUME -> state.isOpen() && request.isPaused();
                case APPEAL -> state == RequestState.DENIED;
                case ESCALATE -> state != RequestState.REVOKED;
                case REVOKE ->
                    switch (state) {
                        case RECEIVED, VERIFYING, REFERRED, APPEALED -> true;
                        case IN_PROGRESS ->
                            request.type() != RequestType.DELETION || request.isOfOneMessage(); // it is on its way
                        case DEFERRED, FULFILLED, DENIED, REVOKED, EXPIRED -> false;
                    };
                case ASSIGN, NOTES -> true;
            };
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is handled by people, and done when they say so.
    Set<RequestType> BY_PEOPLE = Set.of(RequestType.CORRECTION, RequestType.OBJECTION, RequestType.COMPLAINT);

    static List<String> possible(Request request, Instant at) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.from(request, at))
                .map(Kind::wireName)
                .toList();
    }

    Kind kind();

    /// What it puts into the log.
    List<RequestEvent> events(Request request, String by);

    /// The client says who asks.
    record Attest() implements Step {
        @Override
        public Kind kind() {
            return Kind.VERIFY;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return identified(request, "attestation", by);
        }
    }

    /// The code that was sent came back.
    record Confirm() implements Step {
        @Override
        public Kind kind() {
            return Kind.CONFIRM;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return identified(request, "code", by);
        }
    }

    static List<RequestEvent> identified(Request request, String method, String by) {
        return List.of(
                new IdentityConfirmed(request.id(), request.client(), method, by),
                new RequestReferred(request.id(), request.client()));
    }

    record Deny(String reason) implements Step {
        /// The codes that are accepted.
        static final Set<String> REASONS = Set.of(
                "suspected_fraud",
                "insufficient_verification",
                "no_match",
                "claim_not_covered",
                "outside_jurisdiction",
                "legal_hold",
                "too_many_requests",
                "other");

        @Override
        public Kind kind() {
            return Kind.DENY;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestDenied(request.id(), request.client(), reason, by));
        }
    }

    /// What people had to do is done.
    record Complete() implements Step {
        @Override
        public Kind kind() {
            return Kind.COMPLETE;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestFulfilled(request.id(), request.client()));
        }
    }

    record Extend() implements Step {
        @Override
        public Kind kind() {
            return Kind.EXTEND;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new DeadlineExtended(request.id(), request.client(), by));
        }
    }

    /// @param reason a code of those that the request's rule knows
    record Pause(String reason) implements Step {
        @Override
        public Kind kind() {
            return Kind.PAUSE;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            if (request.rule().pauseReasons().stream()
                    .noneMatch(known -> known.code().equals(reason))) {
                throw new PauseNotCoveredException(request.rule());
            }
            return List.of(new ClockPaused(request.id(), request.client(), reason, by));
        }
    }

    record Resume() implements Step {
        @Override
        public Kind kind() {
            return Kind.RESUME;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new ClockResumed(request.id(), request.client(), by));
        }
    }

    record Appeal() implements Step {
        @Override
        public Kind kind() {
            return Kind.APPEAL;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestAppealed(request.id(), request.client(), by));
        }
    }

    /// @param to [#DISPUTE_RESOLUTION] or [#PANEL]
    record Escalate(String to) implements Step {
        static final String PANEL = "panel";
        static final String DISPUTE_RESOLUTION = "dispute_resolution";
        static final Set<String> BODIES = Set.of(DISPUTE_RESOLUTION, PANEL);

        @Override
        public Kind kind() {
            return Kind.ESCALATE;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestEscalated(request.id(), request.client(), to, by));
        }
    }

    record Revoke() implements Step {
        @Override
        public Kind kind() {
            return Kind.REVOKE;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestRevoked(request.id(), request.client(), by));
        }
    }

    record Assign(String to) implements Step {
        @Override
        public Kind kind() {
            return Kind.ASSIGN;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of(new RequestAssigned(request.id(), request.client(), to, by));
        }
    }

    /// Nothing but words.
    record Note() implements Step {
        @Override
        public Kind kind() {
            return Kind.NOTES;
        }

        @Override
        public List<RequestEvent> events(Request request, String by) {
            return List.of();
        }
    }
}
