package org.lethe.transcript.clock;

import static org.lethe.transcript.Example.NOW;

import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClockConfirmed;
import org.lethe.contracts.LogEntry;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clock.ConfirmClock.Confirmed;

class ConfirmClockTest {
    private final DecisionFixture<ConfirmClock, Confirmed> fixture =
            DecisionFixture.of(ConfirmClock.class, ConfirmClock::decide);

    @Test
    void saysInThePlatformsLogWhoConfirmedWhat() {
        fixture.when(new ConfirmClock(NOW.plusSeconds(3_600), "monotonic", "admin", NOW))
                .thenEntries(LogEntry.of(
                        ClientId.PLATFORM, new ClockConfirmed(NOW.plusSeconds(3_600), "monotonic", "admin")))
                .recordedAt(NOW)
                .answers(new Confirmed(NOW.plusSeconds(3_600)));
    }
}
