package org.lethe.contracts;

import java.util.List;

/// Something happened to a webhook: to where a client is told of its requests.
public sealed interface WebhookEvent extends Event
        permits WebhookDisabled, WebhookRegistered, WebhookRemoved, WebhookSecretRotated {

    WebhookId webhook();

    ClientId client();

    @Override
    default List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.WEBHOOK, webhook()), EventTag.of(EventTag.WEBHOOKS_OF, client()));
    }
}
