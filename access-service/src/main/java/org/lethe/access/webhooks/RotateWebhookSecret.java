package org.lethe.access.webhooks;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookSecretRotated;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Sign by new keys from now on, and for a day by the old ones too.
record RotateWebhookSecret(ClientId client, WebhookId webhook, SealedNote keys, String by, Instant at)
        implements Command<RotateWebhookSecret.Rotated> {

    record Rotated() {}

    /// @throws NotFoundException if the client has no such webhook
    /// @throws WebhookEndedException if nothing is sent there any more
    Rotated decide(Decision decision) {
        Webhook known = Webhook.of(client, decision.source(Webhook.criteria(client, webhook)))
                .filter(one -> !one.isRemoved())
                .orElseThrow(NotFoundException::new);
        WebhookEndedException.refuseUnlessActive(known);
        decision.append(
                keys.event(), new LogEntry(client, new WebhookSecretRotated(webhook, client, by), keys.sealed()), at);
        return new Rotated();
    }
}
