package org.lethe.contracts;

/// Whoever is there answered that it is gone (HTTP 410): nothing is sent there any more.
@WireName("WebhookDisabled")
public record WebhookDisabled(WebhookId webhook, ClientId client) implements WebhookEvent {}
