package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.webhooks.Hooks.CLIENT;
import static org.lethe.access.webhooks.Hooks.DISABLED;
import static org.lethe.access.webhooks.Hooks.LEFT;
import static org.lethe.access.webhooks.Hooks.NOW;
import static org.lethe.access.webhooks.Hooks.REGISTERED;
import static org.lethe.access.webhooks.Hooks.REMOVED;
import static org.lethe.access.webhooks.Hooks.WEBHOOK;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.WebhookSecretRotated;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;

class WebhookTest {
    private final List<Sourced> events = new ArrayList<>();

    private Sourced happened(Event event, Instant at) {
        Sourced sourced = new Sourced(
                LogEntry.of(CLIENT, event),
                EventId.random(),
                at,
                at,
                new LogPosition(10L * (events.size() + 1), events.size()));
        events.add(sourced);
        return sourced;
    }

    private Webhook webhook() {
        return Webhook.of(CLIENT, events).orElseThrow();
    }

    @Test
    void hearsWhatItWantsFromItsRegistrationOn() {
        happened(REGISTERED, NOW);

        assertThat(webhook().hears(WebhookTopic.REFERRED, 11)).isTrue();
        assertThat(webhook().hears(WebhookTopic.REFERRED, 9)).isFalse();
        assertThat(webhook().hears(WebhookTopic.DENIED, 11)).isFalse();
    }

    static List<Event> ends() {
        return List.of(REMOVED, DISABLED, LEFT);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void hearsNothingThatComesAfterItsEnd(Event end) {
        happened(REGISTERED, NOW);
        happened(end, NOW);

        assertThat(webhook().hears(WebhookTopic.REFERRED, 15)).isTrue();
        assertThat(webhook().hears(WebhookTopic.REFERRED, 21)).isFalse();
        assertThat(webhook().isActive()).isFalse();
    }

    @Test
    void theOldKeysSignForADayBesideTheNew() {
        Sourced first = happened(REGISTERED, NOW);
        Instant rotated = NOW.plus(Duration.ofDays(30));
        Sourced second = happened(new WebhookSecretRotated(WEBHOOK, CLIENT, "officer"), rotated);

        assertThat(webhook().signing(rotated)).containsExactly(second, first);
        assertThat(webhook().signing(rotated.plus(Duration.ofHours(24)).minusMillis(1)))
                .containsExactly(second, first);
        assertThat(webhook().signing(rotated.plus(Duration.ofHours(24)))).containsExactly(second);
    }

    @Test
    void asManyKeysSignAsAHeaderCanCarry() {
        happened(REGISTERED, NOW);
        for (int i = 0; i < 30; i++) {
            happened(new WebhookSecretRotated(WEBHOOK, CLIENT, "officer"), NOW);
        }

        assertThat(webhook().signing(NOW)).hasSize(Webhook.MOST_KEYS).startsWith(events.getLast());
    }
}
