package org.lethe.access.webhooks;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WebhookDisabled;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookRegistered;
import org.lethe.contracts.WebhookRemoved;

/// What decisions about one webhook are given.
final class Hooks {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final ClientId CLIENT = ClientId.random();
    static final WebhookId WEBHOOK = WebhookId.random();
    static final String BY = "officer";
    static final ClientRegistered CLIENT_REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    static final ClientOffboarded LEFT = new ClientOffboarded(CLIENT, BY);
    static final WebhookRegistered REGISTERED = registered(WEBHOOK);
    static final WebhookRemoved REMOVED = new WebhookRemoved(WEBHOOK, CLIENT, BY);
    static final WebhookDisabled DISABLED = new WebhookDisabled(WEBHOOK, CLIENT);
    static final SealedNote KEYS = new SealedNote(EventId.random(), new Sealed(new byte[] {1}));

    private Hooks() {}

    static WebhookRegistered registered(WebhookId id) {
        return new WebhookRegistered(id, CLIENT, List.of("request.referred"), BY);
    }
}
