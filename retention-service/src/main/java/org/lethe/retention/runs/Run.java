package org.lethe.retention.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RunId;
import org.lethe.retention.certificates.Deeds;

/// A run as it was asked for.
///
/// @param number the order of lists
/// @param client absent for all clients
/// @param at the instant that is decided by
record Run(
        long number,
        RunId id,
        Optional<ClientId> client,
        Instant at,
        boolean dryRun,
        String askedBy,
        Instant askedAt,
        State state,
        Optional<Instant> finishedAt) {

    /// Who asks where nobody does.
    static final String SCHEDULE = "schedule";

    enum State {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("completed")
        COMPLETED
    }

    /// The same; but nothing is destroyed before it is due, whatever the clock said when the run was asked for.
    Run notAfter(Instant now) {
        return dryRun || !at.isAfter(now)
                ? this
                : new Run(number, id, client, now, false, askedBy, askedAt, state, finishedAt);
    }

    Deeds.Asked asked() {
        return new Deeds.Asked(id, askedBy, askedAt, at);
    }
}
