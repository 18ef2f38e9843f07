package org.lethe.access.webhooks;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.WebhookDisabled;
import org.lethe.contracts.WebhookId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;

/// Note that whoever is there says that it is gone. Said once more, nothing changes.
record DisableWebhook(ClientId client, WebhookId webhook, Instant at) implements Command<DisableWebhook.Disabled> {

    record Disabled(boolean now) {}

    Disabled decide(Decision decision) {
        boolean active = Webhook.of(client, decision.source(Webhook.criteria(client, webhook)))
                .filter(Webhook::isActive)
                .isPresent();
        if (active) {
            decision.append(client, new WebhookDisabled(webhook, client), at);
        }
        return new Disabled(active);
    }
}
