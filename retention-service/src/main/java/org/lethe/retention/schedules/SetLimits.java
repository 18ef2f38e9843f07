package org.lethe.retention.schedules;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.retention.RetentionLimits;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.PreconditionFailedException;

/// Set between which periods clients may choose from now on.
///
/// @param replaces the version that the caller has seen
record SetLimits(RetentionLimits limits, int replaces, String by, Instant at) implements Command<Limits> {

    Limits decide(Decision decision) {
        Limits present = Limits.of(decision.source(Limits.CRITERIA));
        if (present.version() != replaces) {
            throw new PreconditionFailedException();
        }
        int version = replaces + 1;
        decision.append(ClientId.PLATFORM, new RetentionLimitsSet(version, limits.floor(), limits.ceiling(), by), at);
        return new Limits(version, limits);
    }
}
