package org.lethe.contracts;

import java.util.List;

/// A client wants to be told. The URL and the keys that sign what is sent there stand in the envelope.
///
/// @param events what of, such as `request.referred`
@WireName("WebhookRegistered")
public record WebhookRegistered(WebhookId webhook, ClientId client, List<String> events, String by)
        implements WordedEvent, WebhookEvent {
    public WebhookRegistered {
        events = List.copyOf(events);
    }

    @Override
    public List<EventTag> tags() {
        return WebhookEvent.super.tags();
    }
}
