package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.webhooks.Hooks.CLIENT;
import static org.lethe.access.webhooks.Hooks.CLIENT_REGISTERED;
import static org.lethe.access.webhooks.Hooks.KEYS;
import static org.lethe.access.webhooks.Hooks.NOW;
import static org.lethe.access.webhooks.Hooks.REGISTERED;
import static org.lethe.access.webhooks.Hooks.REMOVED;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.access.webhooks.RegisterWebhook.Registered;
import org.lethe.contracts.Event;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.WebhookId;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class RegisterWebhookTest {
    private static final RegisterWebhook REGISTER = new RegisterWebhook(REGISTERED, KEYS, NOW);

    private final DecisionFixture<RegisterWebhook, Registered> fixture =
            DecisionFixture.of(RegisterWebhook.class, RegisterWebhook::decide);

    private static Event[] others(int count) {
        return Stream.generate(() -> (Event) Hooks.registered(WebhookId.random()))
                .limit(count)
                .toArray(Event[]::new);
    }

    @Test
    void registersOneWithItsUrlAndKeysSealed() {
        // when
        Outcome<Registered> outcome = fixture.given(CLIENT, CLIENT_REGISTERED).when(REGISTER);

        // then
        outcome.thenEntries(new LogEntry(CLIENT, REGISTERED, KEYS.sealed())).recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(KEYS.event());
    }

    @Test
    void refusesAnUnknownClient() {
        fixture.when(REGISTER).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesMoreThanAClientMayHave() {
        fixture.given(CLIENT, CLIENT_REGISTERED)
                .given(CLIENT, others(TooManyWebhooksException.MOST))
                .when(REGISTER)
                .thenRefused(TooManyWebhooksException.class, "too-many-webhooks");
    }

    @Test
    void doesNotCountWhatEnded() {
        fixture.given(CLIENT, CLIENT_REGISTERED)
                .given(CLIENT, others(TooManyWebhooksException.MOST - 1))
                .given(CLIENT, REGISTERED, REMOVED)
                .when(new RegisterWebhook(Hooks.registered(WebhookId.random()), KEYS, NOW))
                .answers(new Registered());
    }

    @Test
    void countsOneThatCameBetween() {
        fixture.given(CLIENT, CLIENT_REGISTERED)
                .given(CLIENT, others(TooManyWebhooksException.MOST - 1))
                .comingBetween(CLIENT, others(1))
                .when(REGISTER)
                .thenRefused(TooManyWebhooksException.class, "too-many-webhooks");
    }
}
