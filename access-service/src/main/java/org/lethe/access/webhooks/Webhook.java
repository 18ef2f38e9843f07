package org.lethe.access.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.WebhookDisabled;
import org.lethe.contracts.WebhookEvent;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookRegistered;
import org.lethe.contracts.WebhookRemoved;
import org.lethe.contracts.WebhookSecretRotated;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;

/// A webhook as the log tells it.
///
/// @param begun its registration, with URL and first keys
/// @param keys events that brought keys, the first first
/// @param ended when it was removed, told that it is gone, or its client left; null until then
record Webhook(
        WebhookRegistered registered,
        Sourced begun,
        List<Sourced> keys,
        @Nullable Sourced ended) {
    /// How long the keys before sign too.
    static final Duration OVERLAP = Duration.ofHours(24);

    /// What a header can carry.
    static final int MOST_KEYS = 10;

    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);
    private static final Criteria.Types CAME_OR_LEFT = Criteria.types(ClientRegistered.class, ClientOffboarded.class);

    static EventCriteria criteria(ClientId client, WebhookId webhook) {
        return EventCriteria.either(Criteria.of(EventTag.WEBHOOK, webhook), Criteria.of(EventTag.CLIENT, client, LEFT));
    }

    /// All of a client, and whether there is one.
    static EventCriteria criteria(ClientId client) {
        return EventCriteria.either(
                Criteria.of(EventTag.WEBHOOKS_OF, client), Criteria.of(EventTag.CLIENT, client, CAME_OR_LEFT));
    }

    /// @param events what [#criteria] finds
    /// @return those that ended too, the oldest first
    static List<Webhook> all(ClientId client, List<Sourced> events) {
        Map<WebhookId, Webhook> all = new LinkedHashMap<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ClientOffboarded) {
                all.replaceAll((id, webhook) -> webhook.endedBy(sourced));
            } else if (sourced.event() instanceof WebhookEvent event
                    && event.client().equals(client)) {
                if (event instanceof WebhookRegistered registered) {
                    all.put(event.webhook(), new Webhook(registered, sourced, List.of(sourced), null));
                } else {
                    all.computeIfPresent(event.webhook(), (id, webhook) -> webhook.after(event, sourced));
                }
            }
        }
        return List.copyOf(all.values());
    }

    /// @return empty if there is no such webhook of this client
    static Optional<Webhook> of(ClientId client, List<Sourced> events) {
        return all(client, events).stream().findFirst();
    }

    private Webhook after(WebhookEvent event, Sourced sourced) {
        return switch (event) {
            case WebhookRegistered _ -> this;
            case WebhookSecretRotated _ -> {
                List<Sourced> more = new ArrayList<>(keys);
                more.add(sourced);
                yield new Webhook(registered, begun, List.copyOf(more), ended);
            }
            case WebhookDisabled _ -> endedBy(sourced);
            case WebhookRemoved _ -> new Webhook(registered, begun, keys, sourced); // says more than an end before
        };
    }

    private Webhook endedBy(Sourced sourced) {
        return ended == null ? new Webhook(registered, begun, keys, sourced) : this;
    }

    WebhookId id() {
        return registered.webhook();
    }

    ClientId client() {
        return registered.client();
    }

    boolean isActive() {
        return ended == null;
    }

    boolean isRemoved() {
        return ended != null && ended.event() instanceof WebhookRemoved;
    }

    boolean isDisabled() {
        return ended != null && ended.event() instanceof WebhookDisabled;
    }

    /// Whether something that stands there in the log is to be told to it.
    boolean hears(WebhookTopic topic, long position) {
        return wants(topic) && position(begun) < position && (ended == null || position < position(ended));
    }

    boolean wants(WebhookTopic topic) {
        return registered.events().contains(topic.wireName());
    }

    /// What brought the keys that sign at a moment, the newest first.
    List<Sourced> signing(Instant now) {
        List<Sourced> signing = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0 && signing.size() < MOST_KEYS; i--) {
            boolean newest = i == keys.size() - 1;
            if (!newest && !keys.get(i + 1).recordedAt().plus(OVERLAP).isAfter(now)) {
                break;
            }
            signing.add(keys.get(i));
        }
        return signing;
    }

    private static long position(Sourced sourced) {
        return Objects.requireNonNull(sourced.position()).position();
    }

    long position() {
        return position(begun);
    }
}
