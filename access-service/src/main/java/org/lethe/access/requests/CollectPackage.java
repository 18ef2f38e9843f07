package org.lethe.access.requests;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Put on record that a package was handed over to its end. Where two were sent at once, the first to be
/// complete counts.
///
/// @param sha256 of what was handed over, in hex
record CollectPackage(ClientId client, RequestId request, long bytes, String sha256, String by, Instant at)
        implements Command<CollectPackage.Collected> {

    record Collected() {}

    Collected decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        if (known.collected() == null) {
            decision.append(client, new PackageCollected(request, client, bytes, sha256, by), at);
            known.lettingGo().ifPresent(gone -> decision.append(client, gone, at));
        }
        return new Collected();
    }
}
