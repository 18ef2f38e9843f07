package org.lethe.access.notices;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.access.notices.PolicyBodies.NewAnnouncement;
import org.lethe.access.notices.PolicyBodies.NewPolicy;
import org.lethe.access.notices.PolicyBodies.ShownAnnouncement;
import org.lethe.access.notices.PolicyBodies.ShownPolicy;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyPublished;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Publishes policies, shows them, and takes on record by what else they were announced. A text is open to who may see
/// the policy at all: it was published to everybody.
final class PoliciesEndpoint {
    private static final String PATH = "/v1/clients/{client}/policies";
    private static final String ONE = PATH + "/{policy}";

    private final EventLog log;
    private final Commands commands;
    private final PolicyWords words;
    private final Moments moments;

    PoliciesEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = new PolicyWords(foundation.part(SealedWords.class));
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        Terms readers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR);
        return new Routes()
                .post(
                        PATH,
                        officers.takes(NewPolicy.class)
                                .creates(ShownPolicy.class)
                                .refuses(PolicyVersionTakenException.TYPE, EffectiveTooEarlyException.TYPE),
                        this::publish)
                .get(PATH, readers.query("audience", PolicyAudience.class).pages(ShownPolicy.class), this::list)
                .get(
                        ONE,
                        readers.answers(ShownPolicy.class),
                        request -> Answer.ok(whole(request, request.path("policy", PolicyId::parse))))
                .post(
                        ONE + "/announcements",
                        officers.takes(NewAnnouncement.class).creates(ShownPolicy.class),
                        this::announce);
    }

    private Answer publish(ApiRequest request) {
        NewPolicy wanted = request.body(NewPolicy.class);
        wanted.check();
        ClientId client = request.client();
        PolicyId policy = PolicyId.random();
        Instant now = moments.now();
        commands.sendAndWait(new PublishPolicy(
                policy,
                client,
                wanted.audience(),
                wanted.kindOrPolicy(),
                wanted.version(),
                wanted.effective(),
                wanted.isMaterial(),
                words.seal(client, PolicyPublished.class, PolicyWords.TEXT, wanted.text(), now),
                by(request),
                now));
        return Answer.created(location(client, policy), whole(request, policy));
    }

    private Answer announce(ApiRequest request) {
        NewAnnouncement wanted = request.body(NewAnnouncement.class);
        wanted.check();
        ClientId client = request.client();
        PolicyId policy = request.path("policy", PolicyId::parse);
        requireKnown(client, policy);
        Instant now = moments.now();
        commands.sendAndWait(new AnnouncePolicyChange(
                client,
                policy,
                wanted.channel(),
                moments.given(wanted.announcedAt(), "/announced_at"),
                words.seal(client, PolicyChangeAnnounced.class, PolicyWords.RECIPIENTS, wanted.recipients(), now),
                by(request),
                now));
        return Answer.created(location(client, policy), whole(request, policy));
    }

    private static String location(ClientId client, PolicyId policy) {
        return "/v1/clients/" + client + "/policies/" + policy;
    }

    private static String by(ApiRequest request) {
        return request.caller().key().toString();
    }

    private Answer list(ApiRequest request) {
        long after = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        Optional<PolicyAudience> audience =
                request.query("audience", "one of consumer, client, visitor", PoliciesEndpoint::audience);
        Policies policies = policies(request.client());
        Instant now = moments.now();
        return Answer.ok(request.page(
                policies.all().stream()
                        .filter(policy ->
                                audience.isEmpty() || policy.published().audience() == audience.get())
                        .filter(policy -> policy.position() > after)
                        .limit(request.limit() + 1L)
                        .toList(),
                policy -> Cursor.of(policy.position()),
                policy -> shown(policy, policies.state(policy, now), null, null)));
    }

    private static PolicyAudience audience(String name) {
        return Arrays.stream(PolicyAudience.values())
                .filter(audience -> audience.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no audience"));
    }

    private Policies policies(ClientId client) {
        return Policies.of(client, log.lookUp(Policies.criteria(client)));
    }

    private void requireKnown(ClientId client, PolicyId id) {
        if (policies(client).of(id).isEmpty()) {
            throw new NotFoundException();
        }
    }

    /// With its text and its announcements.
    private ShownPolicy whole(ApiRequest request, PolicyId id) {
        ClientId client = request.client();
        Policies policies = policies(client);
        Policy policy = policies.of(id).orElseThrow(NotFoundException::new);
        boolean mayReadWords =
                request.caller().has(Role.PRIVACY_OFFICER) || request.caller().has(Role.CLIENT_ADMIN);
        return shown(
                policy,
                policies.state(policy, moments.now()),
                words.open(client, policy.source(), PolicyWords.TEXT),
                log.lookUp(Policies.announcements(id)).stream()
                        .filter(sourced -> sourced.event() instanceof PolicyChangeAnnounced)
                        .map(sourced -> announcement(client, sourced, mayReadWords))
                        .toList());
    }

    private ShownAnnouncement announcement(ClientId client, Sourced sourced, boolean mayReadWords) {
        PolicyChangeAnnounced announced = (PolicyChangeAnnounced) sourced.event();
        return new ShownAnnouncement(
                announced.channel(),
                mayReadWords ? words.open(client, sourced, PolicyWords.RECIPIENTS) : null,
                announced.announcedAt(),
                sourced.recordedAt(),
                announced.by());
    }

    private static ShownPolicy shown(
            Policy policy, PolicyState state, @Nullable String text, @Nullable List<ShownAnnouncement> announcements) {
        PolicyPublished published = policy.published();
        return new ShownPolicy(
                published.policy(),
                published.audience(),
                published.kind(),
                published.version(),
                state,
                published.material(),
                published.effectiveFrom(),
                policy.source().recordedAt(),
                published.by(),
                text,
                announcements);
    }
}
