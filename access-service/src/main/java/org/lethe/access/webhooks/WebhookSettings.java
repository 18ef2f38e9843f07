package org.lethe.access.webhooks;

import org.lethe.contracts.Meaning;

/// `lethe.webhooks.*`.
public record WebhookSettings(
        @Meaning(
                "`true` on a machine for trial alone: webhooks may be http too, and lead to this machine and to private"
                        + " addresses")
        boolean allowPrivateTargets) {

    public static WebhookSettings defaults() {
        return new WebhookSettings(false);
    }
}
