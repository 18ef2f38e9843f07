package org.lethe.access.webhooks;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Nothing is sent to this webhook any more.
final class WebhookEndedException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "webhook-disabled",
            409,
            "The webhook is disabled",
            "Whoever is there answered 410, so nothing is sent there any more. Remove it and register one anew.");
    private static final long serialVersionUID = 1;

    WebhookEndedException() {
        super(TYPE, "nothing is sent to it any more; remove it and register one anew");
    }

    static void refuseUnlessActive(Webhook webhook) {
        if (!webhook.isActive()) {
            throw new WebhookEndedException();
        }
    }
}
