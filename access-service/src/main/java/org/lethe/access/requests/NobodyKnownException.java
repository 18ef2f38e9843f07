package org.lethe.access.requests;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A request can't be approved, because what its requester gave leads to nobody.
final class NobodyKnownException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "nobody-known",
            409,
            "What was given leads to nobody",
            "Nothing is held of somebody with these identifiers, so there is nothing to hand over, delete, restrict or"
                    + " opt out of. Deny the request with `no_match`; or ask the requester, and receive a new one.");
    private static final long serialVersionUID = 1;

    NobodyKnownException() {
        super(TYPE, "this client knows nobody by what the requester gave");
    }
}
