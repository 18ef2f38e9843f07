package org.lethe.transcript.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.NOW;

import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.Event;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clients.RegisterClient.Registered;
import org.lethe.web.FieldError;
import org.lethe.web.InvalidBodyException;

class RegisterClientTest {
    private static final List<RetentionRule> RULES =
            List.of(new RetentionRule(RetentionRule.DEFAULT, null, Period.ofMonths(13)));
    private static final RegisterClient REGISTER =
            new RegisterClient(CLIENT, "Acme", "eu", new RetentionRules(RULES), "admin", NOW);
    private static final Event[] REGISTERED = {
        new ClientRegistered(CLIENT, "Acme", "eu"), new RetentionScheduleSet(CLIENT, 1, RULES, NOW, "admin")
    };

    private final DecisionFixture<RegisterClient, Registered> fixture =
            DecisionFixture.of(RegisterClient.class, RegisterClient::decide);

    private static RetentionLimitsSet limits(int version, Period floor, Period ceiling) {
        return new RetentionLimitsSet(version, floor, ceiling, "admin");
    }

    @Test
    void registersAClientWithItsFirstSchedule() {
        fixture.when(REGISTER).then(CLIENT, REGISTERED).recordedAt(NOW).answers(new Registered(CLIENT));
    }

    @Test
    void takesRulesWithinThePlatformsLimits() {
        fixture.given(ClientId.PLATFORM, limits(1, Period.ofYears(1), Period.ofYears(2)))
                .when(REGISTER)
                .then(CLIENT, REGISTERED);
    }

    @Test
    void refusesRulesOutsideThePlatformsLimits() {
        InvalidBodyException refused = fixture.given(ClientId.PLATFORM, limits(1, null, Period.ofDays(30)))
                .when(REGISTER)
                .thenRefused(InvalidBodyException.class, "invalid-body");

        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/retention/rules/0/period");
    }

    @Test
    void goesByTheLastLimitsThatWereSet() {
        fixture.given(ClientId.PLATFORM, limits(1, null, Period.ofDays(30)), limits(2, null, null))
                .when(REGISTER)
                .then(CLIENT, REGISTERED);
    }

    @Test
    void losesToLimitsThatAreSetMeanwhile() {
        fixture.comingBetween(ClientId.PLATFORM, limits(1, null, Period.ofDays(30)))
                .when(REGISTER)
                .thenRefused(InvalidBodyException.class, "invalid-body");
    }
}
