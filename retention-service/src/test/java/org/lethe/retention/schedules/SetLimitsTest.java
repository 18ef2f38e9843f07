package org.lethe.retention.schedules;

import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.retention.RetentionLimits;
import org.lethe.service.DecisionFixture;
import org.lethe.web.PreconditionFailedException;

class SetLimitsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final RetentionLimits LIMITS = new RetentionLimits(Period.ofDays(30), Period.ofYears(10));
    private static final RetentionLimitsSet FIRST =
            new RetentionLimitsSet(1, Period.ofDays(30), Period.ofYears(10), "admin");

    private final DecisionFixture<SetLimits, Limits> fixture = DecisionFixture.of(SetLimits.class, SetLimits::decide);

    private static SetLimits replacing(int version) {
        return new SetLimits(LIMITS, version, "admin", NOW);
    }

    @Test
    void setsTheFirst() {
        fixture.when(replacing(0))
                .then(ClientId.PLATFORM, FIRST)
                .recordedAt(NOW)
                .answers(new Limits(1, LIMITS));
    }

    @Test
    void replacesTheVersionThatTheCallerSaw() {
        fixture.given(ClientId.PLATFORM, FIRST)
                .when(replacing(1))
                .then(ClientId.PLATFORM, new RetentionLimitsSet(2, Period.ofDays(30), Period.ofYears(10), "admin"))
                .answers(new Limits(2, LIMITS));
    }

    @Test
    void refusesAVersionThatIsNoLongerTheLast() {
        fixture.given(ClientId.PLATFORM, FIRST)
                .when(replacing(0))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void refusesAVersionThatNeverWas() {
        fixture.when(replacing(1)).thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void losesToWhoSetsThemMeanwhile() {
        fixture.comingBetween(ClientId.PLATFORM, FIRST)
                .when(replacing(0))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }
}
