package org.lethe.access.webhooks;

import static org.lethe.access.webhooks.Hooks.CLIENT;
import static org.lethe.access.webhooks.Hooks.DISABLED;
import static org.lethe.access.webhooks.Hooks.LEFT;
import static org.lethe.access.webhooks.Hooks.NOW;
import static org.lethe.access.webhooks.Hooks.REGISTERED;
import static org.lethe.access.webhooks.Hooks.REMOVED;
import static org.lethe.access.webhooks.Hooks.WEBHOOK;

import org.junit.jupiter.api.Test;
import org.lethe.access.webhooks.DisableWebhook.Disabled;
import org.lethe.service.DecisionFixture;

class DisableWebhookTest {
    private static final DisableWebhook DISABLE = new DisableWebhook(CLIENT, WEBHOOK, NOW);

    private final DecisionFixture<DisableWebhook, Disabled> fixture =
            DecisionFixture.of(DisableWebhook.class, DisableWebhook::decide);

    @Test
    void endsIt() {
        fixture.given(CLIENT, REGISTERED).when(DISABLE).then(CLIENT, DISABLED).answers(new Disabled(true));
    }

    @Test
    void endsItOnceWhenTwoAreToldAtOnce() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, DISABLED)
                .when(DISABLE)
                .thenNothing()
                .decidedAnew();
    }

    @Test
    void leavesWhatEndedOtherwise() {
        fixture.given(CLIENT, REGISTERED, REMOVED).when(DISABLE).thenNothing();
    }

    @Test
    void leavesWhatEndedWithTheClient() {
        fixture.given(CLIENT, REGISTERED, LEFT).when(DISABLE).thenNothing();
    }

    @Test
    void leavesWhatIsNotThere() {
        fixture.when(DISABLE).thenNothing();
    }
}
