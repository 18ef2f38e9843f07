package org.lethe.access.requests;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.access.requests.RequestBodies.Approval;
import org.lethe.access.requests.RequestBodies.Assignment;
import org.lethe.access.requests.RequestBodies.Code;
import org.lethe.access.requests.RequestBodies.CodeOnItsWay;
import org.lethe.access.requests.RequestBodies.Denial;
import org.lethe.access.requests.RequestBodies.Escalation;
import org.lethe.access.requests.RequestBodies.Happened;
import org.lethe.access.requests.RequestBodies.NewRequest;
import org.lethe.access.requests.RequestBodies.Note;
import org.lethe.access.requests.RequestBodies.Reason;
import org.lethe.access.requests.RequestBodies.ShownPackage;
import org.lethe.access.requests.RequestBodies.ShownRequest;
import org.lethe.access.requests.RequestBodies.Text;
import org.lethe.access.requests.RequestBodies.Verification;
import org.lethe.access.requests.RequestBodies.Via;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Takes requests in, shows them, and lets officers do what there is to do.
final class RequestsEndpoint {
    private static final String PATH = "/v1/clients/{client}/requests";
    private static final String ONE = PATH + "/{request}";
    private static final String ASSIGNEE = "[A-Za-z0-9][A-Za-z0-9 ._@+-]{0,99}";
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final Commands commands;
    private final ConsumerWords words;
    private final Intake intake;
    private final MessageRequests messages;
    private final RequestList list;
    private final Freshness freshness;
    private final Moments moments;

    RequestsEndpoint(Foundation foundation, RequestView view, Intake intake, MessageRequests messages) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(ConsumerWords.class);
        this.intake = intake;
        this.messages = messages;
        this.list = new RequestList(log, view);
        this.freshness = foundation.freshness(RequestView.NAME);
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        Terms readers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR);
        Terms steps = officers.answers(ShownRequest.class).refuses(StepNotPossibleException.TYPE);
        return new Routes()
                .post(PATH, officers.takes(NewRequest.class).creates(ShownRequest.class), this::receive)
                .get(
                        PATH,
                        readers.query("state", RequestState.class)
                                .query("type", RequestType.class)
                                .query("due_before", Instant.class)
                                .query("assignee", String.class)
                                .pages(ShownRequest.class),
                        this::list)
                .get(ONE, readers.answers(ShownRequest.class), request -> Answer.ok(shown(request, known(request))))
                .post(
                        ONE + "/verify",
                        steps.takes(Verification.class)
                                .accepts(CodeOnItsWay.class)
                                .refuses(RequestProblems.NO_CODES, RequestProblems.TOO_MANY_CODES),
                        this::verify)
                .post(ONE + "/confirm", steps.takes(Code.class).refuses(RequestProblems.WRONG_CODE), this::confirm)
                .post(
                        ONE + "/approve",
                        steps.mayTake(Approval.class)
                                .refuses(
                                        NobodyKnownException.TYPE,
                                        RequestProblems.WORDS_GONE,
                                        RequestProblems.MESSAGE_UNKNOWN),
                        this::approve)
                .post(ONE + "/deny", steps.takes(Denial.class), this::deny)
                .post(
                        ONE + "/complete",
                        steps.mayTake(Note.class),
                        request -> step(request, new Step.Complete(), "completed", note(request)))
                .post(
                        ONE + "/extend",
                        steps.takes(Reason.class),
                        request -> step(
                                request,
                                new Step.Extend(),
                                "extended",
                                request.body(Reason.class).reason()))
                .post(
                        ONE + "/pause",
                        steps.takes(Reason.class).refuses(PauseNotCoveredException.TYPE),
                        request -> step(
                                request,
                                new Step.Pause(request.body(Reason.class).reason()),
                                "paused",
                                null))
                .post(ONE + "/resume", steps, request -> step(request, new Step.Resume(), "resumed", null))
                .post(
                        ONE + "/appeal",
                        steps.takes(Text.class),
                        request -> step(
                                request,
                                new Step.Appeal(),
                                "appealed",
                                request.body(Text.class).text()))
                .post(ONE + "/escalate", steps.takes(Escalation.class), this::escalate)
                .post(ONE + "/revoke", steps, request -> step(request, new Step.Revoke(), "revoked", null))
                .post(ONE + "/assign", steps.takes(Assignment.class), this::assign)
                .post(
                        ONE + "/notes",
                        steps.takes(Text.class),
                        request -> step(
                                request,
                                new Step.Note(),
                                "note",
                                request.body(Text.class).text()));
    }

    private Answer receive(ApiRequest request) {
        Request received = intake.approvedWhereAutomatic(
                intake.receive(request.client(), request.body(NewRequest.class), _ -> by(request)));
        return Answer.created(
                "/v1/clients/" + request.client() + "/requests/" + received.id(), shown(request, received));
    }

    private Answer verify(ApiRequest request) throws SQLException {
        Verification wanted = request.body(Verification.class);
        if (wanted.method() == Verification.Method.ATTESTATION) {
            if (wanted.statement() == null) {
                throw new InvalidBodyException("/statement", "how it is known who asks");
            }
            return step(request, new Step.Attest(), "attestation", wanted.statement());
        }
        Request known = known(request);
        intake.sendCode(known, by(request), SelfService.Limit.NONE);
        return Answer.accepted(
                "/v1/clients/" + request.client() + "/requests/" + known.id(),
                new CodeOnItsWay(known.id(), RequestState.VERIFYING));
    }

    private Answer confirm(ApiRequest request) throws SQLException {
        return Answer.ok(shown(
                request, intake.confirm(known(request), request.body(Code.class).code(), by(request))));
    }

    private Answer approve(ApiRequest request) {
        Request known = known(request);
        Approval approval = request.bodyBytes().length == 0 ? Approval.PLAIN : request.body(Approval.class);
        approval.check(known);
        StepNotPossibleException.refuseUnless(known, Step.Kind.APPROVE, moments.now());
        if (known.isOfOneMessage()) {
            messages.refuseUnlessPossible(known);
        }
        commands.sendAndWait(new ApproveRequest(
                request.client(),
                known.id(),
                known.consumer(),
                ApproveRequest.Wishes.of(log, words, known),
                approval.isDisagreement(),
                intake.sealed(known, "approved", approval.note()),
                by(request),
                moments.now()));
        if (known.isOfOneMessage()) {
            messages.carryOut(known(request));
        } else if (known.type()
                == RequestType.DELETION) { // where it was erased before, nothing will tell of it once more
            commands.sendAndWait(new SettleDeletion(request.client(), known.id(), known.consumer(), moments.now()));
        }
        return Answer.ok(shown(request, known(request)));
    }

    private Answer deny(ApiRequest request) {
        Denial denial = request.body(Denial.class);
        if (!Step.Deny.REASONS.contains(denial.reason())) {
            throw new InvalidBodyException(
                    "/reason",
                    "one of "
                            + String.join(
                                    ", ", Step.Deny.REASONS.stream().sorted().toList()));
        }
        if (denial.reason().equals("other") && denial.text() == null) {
            throw new InvalidBodyException("/text", "the reason in words, where it is other");
        }
        return step(request, new Step.Deny(denial.reason()), "denied", denial.text());
    }

    private Answer escalate(ApiRequest request) {
        String to = request.body(Escalation.class).to();
        if (!Step.Escalate.BODIES.contains(to)) {
            throw new InvalidBodyException("/to", "dispute_resolution or panel");
        }
        return step(request, new Step.Escalate(to), "escalated", null);
    }

    private Answer assign(ApiRequest request) {
        String to = request.body(Assignment.class).to();
        if (!to.matches(ASSIGNEE)) {
            throw new InvalidBodyException("/to", "a name of your people, in clear: " + ASSIGNEE);
        }
        return step(request, new Step.Assign(to), "assigned", null);
    }

    private static @Nullable String note(ApiRequest request) {
        return request.bodyBytes().length == 0 ? null : request.body(Note.class).note();
    }

    /// @param text that goes with it; null without
    private Answer step(ApiRequest request, Step step, String about, @Nullable String text) {
        return Answer.ok(shown(request, intake.step(known(request), step, about, text, by(request))));
    }

    private Answer list(ApiRequest request) throws SQLException {
        RequestView.Filter filter = new RequestView.Filter(
                request.query("state", "a state such as referred", text -> wire(RequestState.class, text))
                        .orElse(null),
                request.query("type", "a type such as access", text -> wire(RequestType.class, text))
                        .map(RequestType::wireName)
                        .orElse(null),
                request.query("due_before", "a time such as 2026-12-01T00:00:00Z", Instant::parse)
                        .orElse(null),
                request.query("assignee").orElse(null),
                request.cursor()
                        .map(cursor -> new RequestView.Place(cursor.instant(0), new RequestId(cursor.uuid(1))))
                        .orElse(null));
        freshness.awaitCaughtUp(VIEW_WAIT);
        List<RequestList.Row> rows = list.rows(request.client(), filter, request.limit() + 1);
        return Answer.ok(request.page(
                rows,
                row -> Cursor.of(row.place().dueAt(), row.place().request().value()),
                row -> shown(row.request(), null)));
    }

    private static <E extends Enum<E>> E wire(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such " + type.getSimpleName()));
    }

    private Request known(ApiRequest request) {
        return intake.known(request.client(), request.path("request", RequestId::parse));
    }

    private ShownRequest shown(ApiRequest asked, Request request) {
        boolean mayReadWords =
                asked.caller().has(Role.PRIVACY_OFFICER) || asked.caller().has(Role.CLIENT_ADMIN);
        List<Happened> history = new ArrayList<>();
        for (Sourced sourced : request.steps()) {
            if (sourced.event() instanceof RequestEvent step) {
                history.add(new Happened(
                        sourced.recordedAt(), EventTypes.of(step.getClass()).name(), step.by(), null));
            }
        }
        if (mayReadWords) {
            for (RequestWords said : RequestWords.of(log, words, request)) {
                String text = said.words().get("text");
                if (text != null) {
                    history.add(new Happened(said.at(), said.about(), null, text));
                }
            }
        }
        history.sort((one, other) -> one.at().compareTo(other.at()));
        return shown(request, history);
    }

    private ShownRequest shown(Request request, @Nullable List<Happened> history) {
        Instant now = moments.now();
        Deadlines deadlines = request.deadlines(now);
        PackageCollected collected = request.collected();
        Instant expiresAt = request.expiresAt();
        return new ShownRequest(
                request.id(),
                request.type(),
                request.state(),
                Step.possible(request, now),
                request.received().rule(),
                request.received().ruleVersion(),
                request.received().zone(),
                wire(Via.class, request.received().via()),
                request.received().receivedAt(),
                deadlines.dueAt(),
                deadlines.operationalDueAt(),
                deadlines.acknowledgeAt().orElse(null),
                deadlines.noticeAt().orElse(null),
                deadlines.appealDueAt().orElse(null),
                deadlines.extended(),
                deadlines.paused(),
                request.received().known() ? request.consumer() : null,
                request.received().duplicateOf(),
                request.received().conversation(),
                request.assignee(),
                denialReason(request),
                RequestBodies.parts(request),
                expiresAt == null
                        ? null
                        : new ShownPackage(
                                expiresAt,
                                collected == null ? null : collected.bytes(),
                                collected == null ? null : collected.sha256(),
                                collectedAt(request)),
                history);
    }

    private static @Nullable Instant collectedAt(Request request) {
        return request.steps().stream()
                .filter(step -> step.event() instanceof PackageCollected)
                .map(Sourced::recordedAt)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String denialReason(Request request) {
        return request.state() == RequestState.DENIED
                ? request.steps().reversed().stream()
                        .map(Sourced::event)
                        .filter(RequestDenied.class::isInstance)
                        .map(event -> ((RequestDenied) event).reason())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String by(ApiRequest request) {
        return request.caller().key().toString();
    }
}
