package org.lethe.access.webhooks;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WordedEvent;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.signing.WebhookKeys;

/// URLs and keys of webhooks, sealed as words of the client: once the client's keys are gone, so are they.
final class WebhookWords {
    private static final String URL = "url";

    private final SealedWords door;

    WebhookWords(SealedWords door) {
        this.door = door;
    }

    /// @param url null where it stays as it is
    SealedNote seal(
            ClientId client, Class<? extends WordedEvent> type, @Nullable String url, WebhookKeys keys, Instant at) {
        Map<String, String> words = new HashMap<>(keys.words());
        if (url != null) {
            words.put(URL, url);
        }
        return door.seal(client, type, words, at);
    }

    /// @return empty where the client's keys are gone
    Optional<String> url(Webhook webhook) {
        return Optional.ofNullable(open(webhook.client(), webhook.begun()).get(URL));
    }

    /// @param source an event that brought keys
    /// @return empty where the client's keys are gone
    Optional<WebhookKeys> keys(ClientId client, Sourced source) {
        Map<String, String> words = open(client, source);
        return words.isEmpty() ? Optional.empty() : Optional.of(WebhookKeys.of(words));
    }

    private Map<String, String> open(ClientId client, Sourced sourced) {
        Sealed sealed = sourced.entry().sealed();
        return sealed != null && sourced.event() instanceof WordedEvent worded
                ? door.open(client, sourced.id(), worded.getClass(), sealed, sourced.decidedAt())
                : Map.of();
    }
}
