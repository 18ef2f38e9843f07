package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.IdentityRefused;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Put on record that a code was guessed wrong too often.
record RefuseIdentity(ClientId client, RequestId request, String by, Instant at)
        implements Command<RefuseIdentity.Refused> {
    private static final String CODE = "code";

    record Refused() {}

    /// @throws StepNotPossibleException if nobody has to prove anything any more
    Refused decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        StepNotPossibleException.refuseUnless(known, Step.Kind.CONFIRM, at);
        decision.append(client, new IdentityRefused(request, client, CODE, by), at);
        return new Refused();
    }
}
