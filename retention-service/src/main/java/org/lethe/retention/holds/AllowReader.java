package org.lethe.retention.holds;

import java.time.Instant;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReaderRemoved;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

/// Say whether an API key may read what a hold keeps. Nobody allows it to a key of their own ([TwoPeople]). Saying what
/// holds already changes nothing.
///
/// @param allowed false where it may not any more
record AllowReader(ClientId client, HoldId hold, ApiKeyId reader, boolean allowed, String by, Instant at)
        implements Command<AllowReader.Said> {

    record Said() {}

    /// @throws NotFoundException if no such hold is in force
    /// @throws ReleaseNeedsAnotherException if the key is one's own, or one made it
    Said decide(Decision decision) {
        Hold known = Holds.of(decision.source(Holds.criteria(client)))
                .find(hold)
                .filter(Hold::isInForce)
                .orElseThrow(NotFoundException::new);
        if (known.readers().contains(reader) == allowed) {
            return new Said();
        }
        if (allowed && !new TwoPeople(decision).areTwo(by, reader.toString())) {
            throw new ReleaseNeedsAnotherException();
        }
        Event said = allowed
                ? new LegalHoldReaderAllowed(hold, client, reader, by)
                : new LegalHoldReaderRemoved(hold, client, reader, by);
        decision.append(client, said, at);
        return new Said();
    }
}
