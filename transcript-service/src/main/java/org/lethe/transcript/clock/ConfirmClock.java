package org.lethe.transcript.clock;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClockConfirmed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;

/// Put on record that a person says the clock is right.
///
/// @param clockAt what it says
/// @param doubt what is held against it; `none` where nothing is
record ConfirmClock(Instant clockAt, String doubt, String by, Instant at) implements Command<ConfirmClock.Confirmed> {

    record Confirmed(Instant clockAt) {}

    Confirmed decide(Decision decision) {
        decision.append(ClientId.PLATFORM, new ClockConfirmed(clockAt, doubt, by), at);
        return new Confirmed(clockAt);
    }
}
