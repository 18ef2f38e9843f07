package org.lethe.access.requests;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.access.deadlines.RuleNotInForceException;
import org.lethe.access.deadlines.RulePack;
import org.lethe.access.deadlines.RulePacks;
import org.lethe.access.deadlines.UnknownRuleException;
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
import org.lethe.access.requests.RequestBodies.Subject;
import org.lethe.access.requests.RequestBodies.Text;
import org.lethe.access.requests.RequestBodies.Verification;
import org.lethe.access.requests.RequestBodies.Via;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.confidential.CertificateEnvelope;
import org.lethe.service.confidential.UnfitCertificateException;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Takes requests in, shows them, and lets officers do what there is to do.
final class RequestsEndpoint {
    private static final String PATH = "/v1/clients/{client}/requests";
    private static final String ONE = PATH + "/{request}";
    private static final String ASSIGNEE = "[A-Za-z0-9][A-Za-z0-9 ._@+-]{0,99}";
    private static final String EMAIL = "email";
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final Commands commands;
    private final DataSubjects subjects;
    private final ConsumerWords words;
    private final CodeSender sender;
    private final IdentityCodes codes;
    private final AutomaticApprovals automatic;
    private final RequestView view;
    private final Freshness freshness;
    private final Moments moments;

    RequestsEndpoint(Foundation foundation, RequestView view, IdentityCodes codes, AutomaticApprovals automatic) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.subjects = foundation.part(DataSubjects.class);
        this.words = foundation.part(ConsumerWords.class);
        this.sender = foundation.part(CodeSender.class, CodeSender.NONE);
        this.codes = codes;
        this.automatic = automatic;
        this.view = view;
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
                        steps.mayTake(Note.class).refuses(NobodyKnownException.TYPE, RequestProblems.WORDS_GONE),
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
        NewRequest wanted = request.body(NewRequest.class);
        wanted.check();
        ClientId client = request.client();
        Instant now = moments.now();
        checkCertificate(wanted, now);
        Instant receivedAt = wanted.receivedAt() == null ? now : moments.given(wanted.receivedAt(), "/received_at");
        PrivacySettings settings = PrivacySettings.of(log, client);
        ZoneId zone = zone(wanted.zone() == null ? settings.zone() : wanted.zone());
        RulePack rule = rule(wanted.rule() == null ? settings.defaultRule() : wanted.rule(), receivedAt, zone);
        Optional<ConsumerId> found = find(client, wanted.consumer());
        ConsumerId consumer = found.orElseGet(ConsumerId::random);
        RequestId id = RequestId.random();
        SealedRequestWords sealed =
                words.seal(client, new RequestWordsGiven(id, consumer, RequestWords.RECEIVED, now), wanted.words());
        commands.sendAndWait(new ReceiveRequest(
                client,
                id,
                consumer,
                found.isPresent(),
                wanted.type(),
                rule.rule(),
                rule.version(),
                zone.getId(),
                receivedAt,
                wanted.via().name().toLowerCase(Locale.ROOT),
                sealed,
                by(request),
                now));
        Request received = approvedWhereAutomatic(known(client, id));
        return Answer.created("/v1/clients/" + client + "/requests/" + id, shown(request, received));
    }

    private static void checkCertificate(NewRequest wanted, Instant now) {
        String pem = wanted.delivery() == null ? null : wanted.delivery().certificate();
        if (pem != null) {
            try {
                CertificateEnvelope.certificate(pem, now);
            } catch (UnfitCertificateException e) {
                throw new InvalidBodyException(
                        "/delivery/certificate",
                        "PEM of an X.509 certificate that is valid now, with an RSA key from 2,048 bits on or one on P-256");
            }
        }
    }

    private Optional<ConsumerId> find(ClientId client, Subject given) {
        ConsumerId named = given.consumerId();
        if (named != null) {
            return Optional.of(named).filter(consumer -> subjects.isKnown(client, consumer));
        }
        return subjects.find(client, given.identifiers(), "/consumer");
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new InvalidBodyException("/zone", "a time zone such as Europe/Berlin (IANA)");
        }
    }

    private static RulePack rule(String name, Instant receivedAt, ZoneId zone) {
        RulePacks packs = RulePacks.bundled();
        try {
            return packs.at(name, receivedAt, zone);
        } catch (UnknownRuleException e) {
            throw new InvalidBodyException("/rule", "one of " + String.join(", ", packs.rules()));
        } catch (RuleNotInForceException e) {
            throw new InvalidBodyException("/received_at", "a time at which the rule was in force already");
        }
    }

    private Answer verify(ApiRequest request) throws SQLException {
        Verification wanted = request.body(Verification.class);
        if (wanted.method() == Verification.Method.ATTESTATION) {
            if (wanted.statement() == null) {
                throw new InvalidBodyException("/statement", "how it is known who asks");
            }
            return step(request, new Step.Attest(), "attestation", wanted.statement());
        }
        if (!sender.sends(EMAIL)) {
            throw new RequestRefusedException(RequestProblems.NO_CODES, "there is no way to send a code");
        }
        Request known = known(request);
        StepNotPossibleException.refuseUnless(known, Step.Kind.VERIFY, moments.now());
        String code = codes.issue(known.id(), moments.now())
                .orElseThrow(() -> new RequestRefusedException(
                        RequestProblems.TOO_MANY_CODES,
                        "three codes were sent within the hour; wait for the rest of it"));
        commands.sendAndWait(new SendCode(request.client(), known.id(), EMAIL, by(request), moments.now()));
        addressOnFile(known)
                .ifPresent(address -> sender.send(EMAIL, address, code)); // to nobody known, the same answer
        return Answer.accepted(
                "/v1/clients/" + request.client() + "/requests/" + known.id(),
                new CodeOnItsWay(known.id(), RequestState.VERIFYING));
    }

    private Optional<String> addressOnFile(Request request) {
        if (!request.received().known()) {
            return Optional.empty();
        }
        return subjects.contacts(request.client(), request.consumer()).reversed().stream()
                .map(Held.Contact::email)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Answer confirm(ApiRequest request) throws SQLException {
        Code given = request.body(Code.class);
        Request known = known(request);
        StepNotPossibleException.refuseUnless(known, Step.Kind.CONFIRM, moments.now());
        int left = switch (codes.tryCode(known.id(), given.code().strip(), moments.now())) {
            case IdentityCodes.Tried.Right _ -> -1;
            case IdentityCodes.Tried.Wrong wrong -> {
                if (wrong.left() == 0) { // once for a code, however often is tried after that
                    commands.sendAndWait(new RefuseIdentity(request.client(), known.id(), by(request), moments.now()));
                }
                yield wrong.left();
            }
            case IdentityCodes.Tried.None _ -> 0;
        };
        if (left < 0) {
            return step(request, new Step.Confirm(), "confirmed", null);
        }
        throw new RequestRefusedException(
                RequestProblems.WRONG_CODE,
                left == 0 ? "this is not the code; ask for a new one" : "this is not the code",
                Map.of("tries_left", left));
    }

    private Answer approve(ApiRequest request) {
        Request known = known(request);
        commands.sendAndWait(new ApproveRequest(
                request.client(),
                known.id(),
                known.consumer(),
                ApproveRequest.Wishes.of(log, words, known),
                sealed(known, "approved", note(request)),
                by(request),
                moments.now()));
        if (known.type() == RequestType.DELETION) { // where it was erased before, nothing will tell of it once more
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
        Request known = known(request);
        StepNotPossibleException.refuseUnless(known, step.kind(), moments.now());
        commands.sendAndWait(new TakeStep(
                request.client(), known.id(), step, sealed(known, about, text), by(request), moments.now()));
        return Answer.ok(shown(request, approvedWhereAutomatic(known(request))));
    }

    /// A request as it stands once it was looked at whether it takes an officer.
    private Request approvedWhereAutomatic(Request request) {
        if (request.state() != RequestState.REFERRED) {
            return request;
        }
        automatic.lookQuietly(request);
        return known(request.client(), request.id());
    }

    private @Nullable SealedRequestWords sealed(Request request, String about, @Nullable String text) {
        return text == null
                ? null
                : words.seal(
                        request.client(),
                        new RequestWordsGiven(request.id(), request.consumer(), about, moments.now()),
                        Map.of("text", text));
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
        List<RequestView.Place> rows = view.list(request.client(), filter, request.limit() + 1);
        return Answer.ok(request.page(
                rows,
                row -> Cursor.of(row.dueAt(), row.request().value()),
                row -> shown(known(request.client(), row.request()), null)));
    }

    private static <E extends Enum<E>> E wire(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such " + type.getSimpleName()));
    }

    private Request known(ApiRequest request) {
        return known(request.client(), request.path("request", RequestId::parse));
    }

    private Request known(ClientId client, RequestId id) {
        return Request.of(client, log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
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
