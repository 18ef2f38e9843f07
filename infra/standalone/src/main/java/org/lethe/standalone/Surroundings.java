package org.lethe.standalone;

import java.time.Clock;
import org.lethe.retention.runs.RunStep;
import org.lethe.transcript.expiry.ExpiryStep;

/// What the services go by from outside: time, and who is told how far they come.
record Surroundings(Clock clock, RunStep.Listener runSteps, ExpiryStep.Listener expirySteps) {

    /// Nobody is told.
    static Surroundings of(Clock clock) {
        return new Surroundings(clock, _ -> {}, _ -> {});
    }
}
