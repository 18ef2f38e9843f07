package org.lethe.access.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lethe.access.webhooks.WebhookBodies.CreatedWebhook;
import org.lethe.access.webhooks.WebhookBodies.NewWebhook;
import org.lethe.access.webhooks.WebhookBodies.RotatedWebhook;
import org.lethe.access.webhooks.WebhookBodies.ShownWebhook;
import org.lethe.access.webhooks.WebhookBodies.WebhookState;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookRegistered;
import org.lethe.contracts.WebhookSecretRotated;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.signing.WebhookKeys;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Registers webhooks, shows them, gives them new keys, removes them.
final class WebhooksEndpoint {
    static final String PATH = "/v1/clients/{client}/webhooks";
    static final String ONE = PATH + "/{webhook}";

    private final EventLog log;
    private final Commands commands;
    private final WebhookWords words;
    private final WebhookSettings settings;
    private final Moments moments;

    WebhooksEndpoint(Foundation foundation, WebhookWords words, WebhookSettings settings) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = words;
        this.settings = settings;
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        return new Routes()
                .post(
                        PATH,
                        officers.takes(NewWebhook.class)
                                .creates(CreatedWebhook.class)
                                .withSecretAnswer()
                                .refuses(TooManyWebhooksException.TYPE),
                        this::register)
                .get(PATH, officers.pages(ShownWebhook.class), this::list)
                .get(ONE, officers.answers(ShownWebhook.class), request -> Answer.ok(shown(known(log, request))))
                .post(
                        ONE + "/rotate",
                        officers.answers(RotatedWebhook.class)
                                .withSecretAnswer()
                                .refuses(WebhookEndedException.TYPE),
                        this::rotate)
                .delete(ONE, officers.answersNothing(), this::remove);
    }

    private Answer register(ApiRequest request) {
        NewWebhook wanted = request.body(NewWebhook.class);
        WebhookUrl.check(wanted.url(), settings);
        ClientId client = request.client();
        Instant now = moments.now();
        WebhookId id = WebhookId.random();
        List<WebhookTopic> topics = wanted.events().stream().distinct().toList();
        WebhookKeys keys = WebhookKeys.generate();
        commands.sendAndWait(new RegisterWebhook(
                new WebhookRegistered(
                        id, client, topics.stream().map(WebhookTopic::wireName).toList(), by(request)),
                words.seal(client, WebhookRegistered.class, wanted.url(), keys, now),
                now));
        return Answer.created(
                "/v1/clients/" + client + "/webhooks/" + id,
                new CreatedWebhook(id, wanted.url(), topics, keys.secretText(), keys.publicText()));
    }

    private Answer rotate(ApiRequest request) {
        Webhook webhook = known(log, request);
        Instant now = moments.now();
        WebhookKeys keys = WebhookKeys.generate();
        commands.sendAndWait(new RotateWebhookSecret(
                webhook.client(),
                webhook.id(),
                words.seal(webhook.client(), WebhookSecretRotated.class, null, keys, now),
                by(request),
                now));
        return Answer.ok(
                new RotatedWebhook(webhook.id(), keys.secretText(), keys.publicText(), now.plus(Webhook.OVERLAP)));
    }

    private Answer remove(ApiRequest request) {
        Webhook webhook = known(log, request);
        commands.sendAndWait(new RemoveWebhook(webhook.client(), webhook.id(), by(request), moments.now()));
        return Answer.noContent();
    }

    private Answer list(ApiRequest request) {
        long after = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        ClientId client = request.client();
        return Answer.ok(request.page(
                Webhook.all(client, log.lookUp(Webhook.criteria(client))).stream()
                        .filter(webhook -> !webhook.isRemoved() && webhook.position() > after)
                        .limit(request.limit() + 1L)
                        .toList(),
                webhook -> Cursor.of(webhook.position()),
                this::shown));
    }

    static Webhook known(EventLog log, ApiRequest request) {
        WebhookId id = request.path("webhook", WebhookId::parse);
        return Webhook.of(request.client(), log.lookUp(Webhook.criteria(request.client(), id)))
                .filter(webhook -> !webhook.isRemoved())
                .orElseThrow(NotFoundException::new);
    }

    private ShownWebhook shown(Webhook webhook) {
        Sourced ended = webhook.ended();
        boolean rotated = webhook.keys().size() > 1;
        return new ShownWebhook(
                webhook.id(),
                webhook.isActive() ? WebhookState.ACTIVE : WebhookState.DISABLED,
                words.url(webhook).orElse(null),
                webhook.registered().events().stream()
                        .map(WebhookTopic::of)
                        .flatMap(Optional::stream)
                        .toList(),
                webhook.begun().recordedAt(),
                webhook.registered().by(),
                rotated ? webhook.keys().getLast().recordedAt() : null,
                ended == null ? null : ended.recordedAt());
    }

    private static String by(ApiRequest request) {
        return request.caller().key().toString();
    }
}
