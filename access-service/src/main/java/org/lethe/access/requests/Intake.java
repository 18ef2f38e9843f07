package org.lethe.access.requests;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.RuleNotInForceException;
import org.lethe.access.deadlines.RulePack;
import org.lethe.access.deadlines.RulePacks;
import org.lethe.access.deadlines.UnknownRuleException;
import org.lethe.access.requests.RequestBodies.NewRequest;
import org.lethe.access.requests.RequestBodies.Subject;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.confidential.CertificateEnvelope;
import org.lethe.service.confidential.UnfitCertificateException;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;

/// What officers do through the API and consumers on their page alike: take a request in, find out who asks, and take
/// steps. Whoever is known and whoever is not get the same answers, for the same work.
final class Intake {
    private static final String EMAIL = "email";

    private final EventLog log;
    private final Commands commands;
    private final DataSubjects subjects;
    private final ConsumerWords words;
    private final CodeSender sender;
    private final PostRoom post;
    private final IdentityCodes codes;
    private final AutomaticApprovals automatic;
    private final Moments moments;

    Intake(Foundation foundation, IdentityCodes codes, AutomaticApprovals automatic, PostRoom post) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.subjects = foundation.part(DataSubjects.class);
        this.words = foundation.part(ConsumerWords.class);
        this.sender = foundation.part(CodeSender.class, CodeSender.NONE);
        this.post = post;
        this.codes = codes;
        this.automatic = automatic;
        this.moments = foundation.moments();
    }

    Request known(ClientId client, RequestId id) {
        return Request.of(client, log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
    }

    /// @param by who brings it, by whose request it is
    Request receive(ClientId client, NewRequest wanted, Function<ConsumerId, String> by) {
        wanted.check();
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
                wanted.conversation(),
                sealed,
                by.apply(consumer),
                now));
        return known(client, id);
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

    boolean sendsCodes() {
        return sender.sends(EMAIL);
    }

    /// A new code, for the address on file. It is sent after the answer.
    ///
    /// @param limit asked once there is a code
    /// @throws RequestRefusedException if no code can be sent, or too many were asked for
    /// @throws StepNotPossibleException if nobody has to prove anything any more
    void sendCode(Request known, String by, SelfService.Limit limit) throws SQLException {
        if (!sendsCodes()) {
            throw new RequestRefusedException(RequestProblems.NO_CODES, "there is no way to send a code");
        }
        StepNotPossibleException.refuseUnless(known, Step.Kind.VERIFY, moments.now());
        String code = codes.issue(known.id(), moments.now())
                .orElseThrow(() -> new RequestRefusedException(
                        RequestProblems.TOO_MANY_CODES,
                        "three codes were sent within the hour; wait for the rest of it"));
        commands.sendAndWait(new SendCode(known.client(), known.id(), EMAIL, by, moments.now()));
        if (limit.allows()) {
            post.hand(() -> addressOnFile(known).ifPresent(address -> sender.send(EMAIL, address, code)));
        }
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

    /// @throws RequestRefusedException with the tries that are left, if it is another
    Request confirm(Request known, String code, String by) throws SQLException {
        StepNotPossibleException.refuseUnless(known, Step.Kind.CONFIRM, moments.now());
        int left = switch (codes.tryCode(known.id(), code.strip(), moments.now())) {
            case IdentityCodes.Tried.Right _ -> -1;
            case IdentityCodes.Tried.Wrong wrong -> {
                if (wrong.left() == 0) { // once for a code, however often is tried after that
                    commands.sendAndWait(new RefuseIdentity(known.client(), known.id(), by, moments.now()));
                }
                yield wrong.left();
            }
            case IdentityCodes.Tried.None _ -> 0;
        };
        if (left < 0) {
            return step(known, new Step.Confirm(), "confirmed", null, by);
        }
        throw new RequestRefusedException(
                RequestProblems.WRONG_CODE,
                left == 0 ? "this is not the code; ask for a new one" : "this is not the code",
                Map.of("tries_left", left));
    }

    /// @param text that goes with it; null without
    /// @return as it stands then
    Request step(Request known, Step step, String about, @Nullable String text, String by) {
        StepNotPossibleException.refuseUnless(known, step.kind(), moments.now());
        commands.sendAndWait(
                new TakeStep(known.client(), known.id(), step, sealed(known, about, text), by, moments.now()));
        return approvedWhereAutomatic(known(known.client(), known.id()));
    }

    @Nullable
    SealedRequestWords sealed(Request request, String about, @Nullable String text) {
        return text == null
                ? null
                : words.seal(
                        request.client(),
                        new RequestWordsGiven(request.id(), request.consumer(), about, moments.now()),
                        Map.of("text", text));
    }

    /// A request as it stands once it was looked at whether it takes an officer.
    Request approvedWhereAutomatic(Request request) {
        if (request.state() != RequestState.REFERRED) {
            return request;
        }
        automatic.lookQuietly(request);
        return known(request.client(), request.id());
    }
}
