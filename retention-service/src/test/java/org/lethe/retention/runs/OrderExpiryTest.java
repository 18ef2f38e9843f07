package org.lethe.retention.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
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
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class OrderExpiryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final RetentionScheduleSet MONTH = schedule(1, Period.ofMonths(1), Instant.EPOCH);
    private static final RunId RUN = RunId.random();
    private static final Bucket OLD = bucket("2026-10-01");
    private static final Bucket NEW = bucket("2026-11-20");

    private final DecisionFixture<OrderExpiry, OrderExpiry.Ordered> fixture =
            DecisionFixture.of(OrderExpiry.class, OrderExpiry::decide);

    private static Bucket bucket(String day) {
        return new Bucket(Category.MESSAGES, new Channel("web"), LocalDate.parse(day));
    }

    private static RetentionScheduleSet schedule(int version, Period period, Instant effectiveFrom) {
        return new RetentionScheduleSet(
                CLIENT,
                version,
                List.of(new RetentionRule(RetentionRule.DEFAULT, null, period)),
                effectiveFrom,
                "officer");
    }

    private static LegalHoldPlaced hold(HoldScope scope) {
        return new LegalHoldPlaced(HoldId.random(), CLIENT, scope, 0, "officer");
    }

    private static HoldScope all() {
        return new HoldScope(List.of(), List.of(), null, null, null, true);
    }

    private static OrderExpiry of(Bucket... candidates) {
        List<Kept> kept = List.of(candidates).stream()
                .map(bucket -> new Kept(1, CLIENT, bucket, 3, 300, null, 0))
                .toList();
        return new OrderExpiry(RUN, CLIENT, kept, NOW, "schedule", NOW);
    }

    private static ExpiryOrdered ordered(int version, Bucket... buckets) {
        return new ExpiryOrdered(RUN, CLIENT, version, List.of(buckets), false, "schedule");
    }

    @Test
    void ordersWhatIsDue() {
        // when
        Outcome<OrderExpiry.Ordered> outcome =
                fixture.given(CLIENT, REGISTERED, MONTH).when(of(OLD, NEW));

        // then they are claimed in the commit that says so
        outcome.then(CLIENT, ordered(1, OLD)).recordedAt(NOW).withAStep();
        assertThat(outcome.answer().order())
                .containsExactly(outcome.happened().getFirst().id());
    }

    @Test
    void ordersNothingBeforeItIsDue() {
        fixture.given(CLIENT, REGISTERED, MONTH)
                .when(of(NEW))
                .thenNothing()
                .answers(new OrderExpiry.Ordered(List.of()));
    }

    @Test
    void goesByTheScheduleThatIsInForce() {
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        MONTH,
                        schedule(2, Period.ofYears(1), Instant.EPOCH),
                        schedule(3, Period.ofDays(1), NOW.plusSeconds(1)))
                .when(of(OLD, NEW))
                .thenNothing();
    }

    @Test
    void ordersNothingBeforeTheFirstSchedule() {
        fixture.given(CLIENT, REGISTERED).when(of(OLD)).thenNothing().answers(new OrderExpiry.Ordered(List.of()));
    }

    @Test
    void leavesWhatAHoldKeeps() {
        fixture.given(CLIENT, REGISTERED, MONTH, hold(all())).when(of(OLD)).thenNothing();
    }

    @Test
    void ordersWhereAHoldNamesPeople() {
        // their content goes into escrow when the key goes
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        MONTH,
                        hold(new HoldScope(List.of(ConsumerId.random()), List.of(), null, null, null, false)))
                .when(of(OLD))
                .then(CLIENT, ordered(1, OLD));
    }

    @Test
    void ordersWhatAHoldKeptUntilItsRelease() {
        LegalHoldPlaced hold = hold(all());

        fixture.given(CLIENT, REGISTERED, MONTH, hold, new LegalHoldReleased(hold.hold(), CLIENT, null, "officer"))
                .when(of(OLD))
                .then(CLIENT, ordered(1, OLD));
    }

    @Test
    void losesToAHoldThatIsPlacedMeanwhile() {
        fixture.given(CLIENT, REGISTERED, MONTH)
                .comingBetween(CLIENT, hold(all()))
                .when(of(OLD))
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void losesToAScheduleThatIsSetMeanwhile() {
        fixture.given(CLIENT, REGISTERED, MONTH)
                .comingBetween(CLIENT, schedule(2, Period.ofYears(1), Instant.EPOCH))
                .when(of(OLD))
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void ignoresAnotherClientsHold() {
        ClientId other = ClientId.random();

        fixture.given(CLIENT, REGISTERED, MONTH)
                .given(other, new LegalHoldPlaced(HoldId.random(), other, all(), 0, "somebody"))
                .when(of(OLD))
                .then(CLIENT, ordered(1, OLD));
    }

    @Test
    void refusesForAClientThatIsNot() {
        fixture.when(of(OLD)).thenRefused(NotFoundException.class, "not-found");
    }
}
