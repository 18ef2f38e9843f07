package org.lethe.retention.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.RunId;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class OrderClientKeysTest {
    private static final Instant LEFT_AT = Instant.parse("2026-10-01T09:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final ClientOffboarded LEFT = new ClientOffboarded(CLIENT, "admin");
    private static final RunId RUN = RunId.random();
    private static final OrderClientKeys ORDER = new OrderClientKeys(RUN, CLIENT, NOW, "schedule", NOW);
    private static final ExpiryOrdered ORDERED = new ExpiryOrdered(RUN, CLIENT, 1, List.of(), true, "schedule");
    private static final LegalHoldPlaced HOLD = new LegalHoldPlaced(
            HoldId.random(),
            CLIENT,
            new HoldScope(List.of(ConsumerId.random()), List.of(), null, null, null, false),
            0,
            "officer");

    private final DecisionFixture<OrderClientKeys, OrderExpiry.Ordered> fixture =
            DecisionFixture.of(OrderClientKeys.class, OrderClientKeys::decide);

    /// @param accountEnd how long after it left the client's keys stay
    private static RetentionScheduleSet schedule(Period accountEnd) {
        return new RetentionScheduleSet(
                CLIENT,
                1,
                List.of(
                        new RetentionRule(RetentionRule.DEFAULT, null, Period.ofYears(5)),
                        new RetentionRule(RetentionRules.ACCOUNT_END, null, accountEnd)),
                Instant.EPOCH,
                "officer");
    }

    private DecisionFixture<OrderClientKeys, OrderExpiry.Ordered> gone(Period accountEnd) {
        return fixture.given(CLIENT, LEFT_AT, REGISTERED, schedule(accountEnd)).given(CLIENT, LEFT_AT, LEFT);
    }

    @Test
    void ordersTheKeysOfAClientThatLeft() {
        // when
        Outcome<OrderExpiry.Ordered> outcome = gone(Period.ofDays(30)).when(ORDER);

        // then
        outcome.then(CLIENT, ORDERED).recordedAt(NOW).withAStep();
        assertThat(outcome.answer().order())
                .containsExactly(outcome.happened().getFirst().id());
    }

    @Test
    void ordersNothingBeforeThePeriodHasPassed() {
        gone(Period.ofDays(90)).when(ORDER).thenNothing().answers(new OrderExpiry.Ordered(List.of()));
    }

    @Test
    void ordersNothingOfAClientThatIsThere() {
        fixture.given(CLIENT, REGISTERED, schedule(Period.ofDays(30)))
                .when(ORDER)
                .thenNothing();
    }

    @Test
    void ordersNothingBeforeTheFirstSchedule() {
        fixture.given(CLIENT, LEFT_AT, REGISTERED)
                .given(CLIENT, LEFT_AT, LEFT)
                .when(ORDER)
                .thenNothing();
    }

    @Test
    void ordersNothingWhileAnyHoldIsInForce() {
        gone(Period.ofDays(30)).given(CLIENT, HOLD).when(ORDER).thenNothing();
    }

    @Test
    void ordersOnceTheHoldIsReleased() {
        gone(Period.ofDays(30))
                .given(CLIENT, HOLD, new LegalHoldReleased(HOLD.hold(), CLIENT, null, "officer"))
                .when(ORDER)
                .then(CLIENT, ORDERED);
    }

    @Test
    void losesToAHoldThatIsPlacedMeanwhile() {
        gone(Period.ofDays(30))
                .comingBetween(CLIENT, HOLD)
                .when(ORDER)
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void ignoresAnotherClientsHold() {
        ClientId other = ClientId.random();

        gone(Period.ofDays(30))
                .given(other, new LegalHoldPlaced(HoldId.random(), other, HOLD.scope(), 0, "somebody"))
                .when(ORDER)
                .then(CLIENT, ORDERED);
    }

    @Test
    void refusesForAClientThatIsNot() {
        fixture.when(ORDER).thenRefused(NotFoundException.class, "not-found");
    }
}
