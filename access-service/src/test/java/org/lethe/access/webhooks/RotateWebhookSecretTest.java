package org.lethe.access.webhooks;

import static org.lethe.access.webhooks.Hooks.BY;
import static org.lethe.access.webhooks.Hooks.CLIENT;
import static org.lethe.access.webhooks.Hooks.DISABLED;
import static org.lethe.access.webhooks.Hooks.KEYS;
import static org.lethe.access.webhooks.Hooks.NOW;
import static org.lethe.access.webhooks.Hooks.REGISTERED;
import static org.lethe.access.webhooks.Hooks.REMOVED;
import static org.lethe.access.webhooks.Hooks.WEBHOOK;

import org.junit.jupiter.api.Test;
import org.lethe.access.webhooks.RotateWebhookSecret.Rotated;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.WebhookSecretRotated;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class RotateWebhookSecretTest {
    private static final RotateWebhookSecret ROTATE = new RotateWebhookSecret(CLIENT, WEBHOOK, KEYS, BY, NOW);

    private final DecisionFixture<RotateWebhookSecret, Rotated> fixture =
            DecisionFixture.of(RotateWebhookSecret.class, RotateWebhookSecret::decide);

    @Test
    void bringsNewKeysSealed() {
        fixture.given(CLIENT, REGISTERED)
                .when(ROTATE)
                .thenEntries(new LogEntry(CLIENT, new WebhookSecretRotated(WEBHOOK, CLIENT, BY), KEYS.sealed()))
                .recordedAt(NOW);
    }

    @Test
    void refusesOneThatIsDisabled() {
        fixture.given(CLIENT, REGISTERED, DISABLED)
                .when(ROTATE)
                .thenRefused(WebhookEndedException.class, "webhook-disabled");
    }

    @Test
    void refusesOneThatIsRemovedMeanwhile() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, REMOVED)
                .when(ROTATE)
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClients() {
        fixture.given(CLIENT, REGISTERED)
                .when(new RotateWebhookSecret(ClientId.random(), WEBHOOK, KEYS, BY, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
