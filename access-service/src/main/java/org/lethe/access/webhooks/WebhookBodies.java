package org.lethe.access.webhooks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.WebhookId;
import org.lethe.web.Chars;
import org.lethe.web.Items;

/// What goes in and out of the routes of webhooks. Bodies with a URL or a secret print nothing of it.
final class WebhookBodies {
    static final int MOST_EVENTS = 50;

    private WebhookBodies() {}

    record NewWebhook(
            @Chars(max = WebhookUrl.MAX) String url,

            @Items(max = MOST_EVENTS, of = "events such as request.referred")
            List<WebhookTopic> events) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// How a webhook stands.
    enum WebhookState {
        @JsonProperty("active")
        ACTIVE,
        @JsonProperty("disabled")
        DISABLED
    }

    /// @param url absent where the client's keys are gone
    record ShownWebhook(
            WebhookId webhookId,
            WebhookState state,
            @Nullable String url,
            List<WebhookTopic> events,
            Instant registeredAt,
            String registeredBy,
            @Nullable Instant rotatedAt,
            @Nullable Instant disabledAt) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param secret shown this once
    record CreatedWebhook(WebhookId webhookId, String url, List<WebhookTopic> events, String secret, String publicKey) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param secret shown this once
    /// @param oldSignsUntil until when the keys before sign too
    record RotatedWebhook(WebhookId webhookId, String secret, String publicKey, Instant oldSignsUntil) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record ShownDelivery(
            UUID deliveryId,
            String event,
            RequestId requestId,
            Instant occurredAt,
            DeliveryState state,
            int attempts,
            @Nullable Instant lastAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable DeliveryFault lastFault,
            @Nullable Instant nextAttemptAt) {}

    /// @param to absent: now
    record ReplayRange(Instant from, @Nullable Instant to) {}

    record Replayed(int deliveries) {}
}
