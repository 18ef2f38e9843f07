package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.IdentityCodeSent;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Put on record that a one-time code is sent, before it is.
record SendCode(ClientId client, RequestId request, String channel, String by, Instant at)
        implements Command<SendCode.Sent> {

    record Sent() {}

    /// @throws StepNotPossibleException if nobody has to prove anything any more
    Sent decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        StepNotPossibleException.refuseUnless(known, Step.Kind.VERIFY, at);
        decision.append(client, new IdentityCodeSent(request, client, channel, by), at);
        return new Sent();
    }
}
