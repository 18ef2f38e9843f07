package org.lethe.access.webhooks;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A client has as many webhooks as it may.
final class TooManyWebhooksException extends ProblemException {
    static final int MOST = 20;
    static final ProblemType TYPE = new ProblemType(
            "too-many-webhooks",
            409,
            "The client has as many webhooks as it may",
            "A client has at most " + MOST + " webhooks. Remove one that is not needed, then register this one.");
    private static final long serialVersionUID = 1;

    TooManyWebhooksException() {
        super(TYPE, "the client has " + MOST + " webhooks; remove one first");
    }
}
