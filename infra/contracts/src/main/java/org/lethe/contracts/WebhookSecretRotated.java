package org.lethe.contracts;

import java.util.List;

/// New keys sign what a webhook is sent, the old ones for a while beside them. The new ones stand in the envelope.
@WireName("WebhookSecretRotated")
public record WebhookSecretRotated(WebhookId webhook, ClientId client, String by) implements WordedEvent, WebhookEvent {
    @Override
    public List<EventTag> tags() {
        return WebhookEvent.super.tags();
    }
}
