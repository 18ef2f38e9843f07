package org.lethe.access.webhooks;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookRemoved;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Tell this webhook nothing any more; what waits for it is not sent either.
record RemoveWebhook(ClientId client, WebhookId webhook, String by, Instant at)
        implements Command<RemoveWebhook.Removed> {

    record Removed() {}

    /// @throws NotFoundException if the client has no such webhook
    Removed decide(Decision decision) {
        boolean there = Webhook.of(client, decision.source(Webhook.criteria(client, webhook)))
                .filter(one -> !one.isRemoved())
                .isPresent();
        if (!there) {
            throw new NotFoundException();
        }
        decision.append(client, new WebhookRemoved(webhook, client, by), at);
        return new Removed();
    }
}
