package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestExpired;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// End a request of which nobody proved in time that it is theirs. One that stands elsewhere meanwhile is left alone.
record ExpireRequest(ClientId client, RequestId request, Instant at) implements Command<ExpireRequest.Expired> {

    record Expired(boolean now) {}

    Expired decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        boolean unproven = known.state() == RequestState.RECEIVED || known.state() == RequestState.VERIFYING;
        if (!unproven || !known.deadlines(at).operationalDueAt().isBefore(at)) {
            return new Expired(false);
        }
        decision.append(client, new RequestExpired(request, client), at);
        known.lettingGo().ifPresent(gone -> decision.append(client, gone, at));
        return new Expired(true);
    }
}
