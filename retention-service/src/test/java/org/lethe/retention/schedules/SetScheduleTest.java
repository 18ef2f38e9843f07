package org.lethe.retention.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.FieldError;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.NotFoundException;
import org.lethe.web.PreconditionFailedException;

class SetScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final List<RetentionRule> YEAR =
            List.of(new RetentionRule(RetentionRule.DEFAULT, null, Period.ofYears(1)));
    private static final List<RetentionRule> MONTH =
            List.of(new RetentionRule(RetentionRule.DEFAULT, null, Period.ofMonths(1)));
    private static final Sealed WORDS = new Sealed(new byte[] {1, 2, 3});
    private static final EventId EVENT = EventId.random();

    private final DecisionFixture<SetSchedule, SetSchedule.Set> fixture =
            DecisionFixture.of(SetSchedule.class, SetSchedule::decide);

    private static RetentionScheduleSet set(int version, List<RetentionRule> rules) {
        return new RetentionScheduleSet(CLIENT, version, rules, LATER, "officer");
    }

    private static SetSchedule replacing(int version) {
        return new SetSchedule(CLIENT, EVENT, new RetentionRules(MONTH), LATER, version, WORDS, "officer", NOW);
    }

    @Test
    void replacesTheVersionThatTheCallerSaw() {
        // given
        fixture.given(CLIENT, REGISTERED, set(1, YEAR));

        // when
        Outcome<SetSchedule.Set> outcome = fixture.when(replacing(1));

        // then
        outcome.thenEntries(new LogEntry(CLIENT, set(2, MONTH), WORDS)).recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(EVENT); // its words are bound to it
        assertThat(outcome.answer().version()).isEqualTo(2);
        assertThat(outcome.answer().before().latest().version()).isEqualTo(1);
    }

    @Test
    void takesWhatLiesWithinThePlatformsLimits() {
        fixture.given(ClientId.PLATFORM, new RetentionLimitsSet(1, Period.ofMonths(1), Period.ofMonths(1), "admin"))
                .given(CLIENT, REGISTERED, set(1, YEAR))
                .when(replacing(1))
                .thenEntries(new LogEntry(CLIENT, set(2, MONTH), WORDS));
    }

    @Test
    void refusesAPeriodOutsideThePlatformsLimits() {
        InvalidBodyException refused = fixture.given(
                        ClientId.PLATFORM, new RetentionLimitsSet(1, Period.ofYears(1), null, "admin"))
                .given(CLIENT, REGISTERED, set(1, YEAR))
                .when(replacing(1))
                .thenRefused(InvalidBodyException.class, "invalid-body");

        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/rules/0/period");
    }

    @Test
    void whatIsInForceMayStayWhateverTheLimitsBecame() {
        fixture.given(ClientId.PLATFORM, new RetentionLimitsSet(1, Period.ofYears(1), null, "admin"))
                .given(CLIENT, REGISTERED, new RetentionScheduleSet(CLIENT, 1, MONTH, NOW, "officer"), set(2, YEAR))
                .when(replacing(2))
                .thenEntries(new LogEntry(CLIENT, set(3, MONTH), WORDS));
    }

    @Test
    void refusesWhatTheLimitsForbidSinceAMomentAgo() {
        fixture.given(CLIENT, REGISTERED, set(1, YEAR))
                .comingBetween(ClientId.PLATFORM, new RetentionLimitsSet(1, Period.ofYears(1), null, "admin"))
                .when(replacing(1))
                .thenRefused(InvalidBodyException.class, "invalid-body");
    }

    @Test
    void refusesAVersionThatIsNoLongerTheLast() {
        fixture.given(CLIENT, REGISTERED, set(1, YEAR), set(2, YEAR))
                .when(replacing(1))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void losesToWhoSetsItMeanwhile() {
        fixture.given(CLIENT, REGISTERED, set(1, YEAR))
                .comingBetween(CLIENT, set(2, YEAR))
                .when(replacing(1))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void refusesForAClientThatIsNot() {
        fixture.when(replacing(1)).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void doesNotMindAnotherClientsSchedule() {
        ClientId other = ClientId.random();

        fixture.given(CLIENT, REGISTERED, set(1, YEAR))
                .comingBetween(other, new RetentionScheduleSet(other, 7, YEAR, LATER, "somebody"))
                .when(replacing(1))
                .decidedOnce()
                .thenEntries(new LogEntry(CLIENT, set(2, MONTH), WORDS));
    }
}
