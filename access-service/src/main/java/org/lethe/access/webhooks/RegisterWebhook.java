package org.lethe.access.webhooks;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WebhookRegistered;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.web.NotFoundException;

/// Tell a client from now on.
///
/// @param keys with the URL
record RegisterWebhook(WebhookRegistered webhook, SealedNote keys, Instant at)
        implements Command<RegisterWebhook.Registered> {

    record Registered() {}

    /// @throws NotFoundException if there is no such client
    /// @throws TooManyWebhooksException if it has as many as it may
    Registered decide(Decision decision) {
        ClientId client = webhook.client();
        List<Sourced> events = decision.source(Webhook.criteria(client));
        if (events.stream().noneMatch(sourced -> sourced.event() instanceof ClientRegistered)) {
            throw new NotFoundException();
        }
        if (Webhook.all(client, events).stream().filter(Webhook::isActive).count() >= TooManyWebhooksException.MOST) {
            throw new TooManyWebhooksException();
        }
        decision.append(keys.event(), new LogEntry(client, webhook, keys.sealed()), at);
        return new Registered();
    }
}
