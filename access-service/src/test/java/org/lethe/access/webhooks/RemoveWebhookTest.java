package org.lethe.access.webhooks;

import static org.lethe.access.webhooks.Hooks.BY;
import static org.lethe.access.webhooks.Hooks.CLIENT;
import static org.lethe.access.webhooks.Hooks.DISABLED;
import static org.lethe.access.webhooks.Hooks.NOW;
import static org.lethe.access.webhooks.Hooks.REGISTERED;
import static org.lethe.access.webhooks.Hooks.REMOVED;
import static org.lethe.access.webhooks.Hooks.WEBHOOK;

import org.junit.jupiter.api.Test;
import org.lethe.access.webhooks.RemoveWebhook.Removed;
import org.lethe.contracts.ClientId;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class RemoveWebhookTest {
    private static final RemoveWebhook REMOVE = new RemoveWebhook(CLIENT, WEBHOOK, BY, NOW);

    private final DecisionFixture<RemoveWebhook, Removed> fixture =
            DecisionFixture.of(RemoveWebhook.class, RemoveWebhook::decide);

    @Test
    void endsIt() {
        fixture.given(CLIENT, REGISTERED).when(REMOVE).then(CLIENT, REMOVED).recordedAt(NOW);
    }

    @Test
    void endsOneThatIsDisabled() {
        fixture.given(CLIENT, REGISTERED, DISABLED).when(REMOVE).then(CLIENT, REMOVED);
    }

    @Test
    void refusesOneThatIsGone() {
        fixture.given(CLIENT, REGISTERED, REMOVED).when(REMOVE).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClients() {
        fixture.given(CLIENT, REGISTERED)
                .when(new RemoveWebhook(ClientId.random(), WEBHOOK, BY, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
