package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Let go of what is kept for a package that nobody collected in time.
record LapsePackage(ClientId client, RequestId request, Instant at) implements Command<LapsePackage.Lapsed> {

    record Lapsed(boolean now) {}

    Lapsed decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        Instant expiresAt = known.expiresAt();
        if (known.evidence() == null || expiresAt == null || at.isBefore(expiresAt)) {
            return new Lapsed(false);
        }
        known.lettingGo().ifPresent(gone -> decision.append(client, gone, at));
        return new Lapsed(true);
    }
}
