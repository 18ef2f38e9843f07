package org.lethe.contracts;

/// Nothing is sent there any more.
@WireName("WebhookRemoved")
public record WebhookRemoved(WebhookId webhook, ClientId client, String by) implements WebhookEvent {}
