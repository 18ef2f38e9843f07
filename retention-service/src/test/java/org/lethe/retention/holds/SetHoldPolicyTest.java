package org.lethe.retention.holds;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.LegalHoldPolicyChangeRequested;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.service.DecisionFixture;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

class SetHoldPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");

    private static final LegalHoldPolicyChangeRequested ASKED =
            new LegalHoldPolicyChangeRequested(CLIENT, false, "officer");

    private final DecisionFixture<SetHoldPolicy, SetHoldPolicy.Outcome> fixture =
            DecisionFixture.of(SetHoldPolicy.class, SetHoldPolicy::decide);

    private static SetHoldPolicy two(boolean people) {
        return new SetHoldPolicy(CLIENT, people, "officer", NOW);
    }

    private static LegalHoldPolicySet set(boolean twoPeople) {
        return new LegalHoldPolicySet(CLIENT, twoPeople, "officer");
    }

    @Test
    void asksForTwoPeople() {
        fixture.given(CLIENT, REGISTERED)
                .when(two(true))
                .then(CLIENT, set(true))
                .recordedAt(NOW)
                .answers(new SetHoldPolicy.Outcome(new HoldPolicy(true), false));
    }

    @Test
    void onlyAsksToGoBackToOne() {
        fixture.given(CLIENT, REGISTERED, set(true))
                .when(two(false))
                .then(CLIENT, ASKED)
                .answers(new SetHoldPolicy.Outcome(new HoldPolicy(true), true));
    }

    @Test
    void goesBackToOneWhenSomebodyElseAgrees() {
        fixture.given(CLIENT, NOW.minusSeconds(60), REGISTERED, set(true), ASKED)
                .when(new SetHoldPolicy(CLIENT, false, "another", NOW))
                .then(CLIENT, new LegalHoldPolicySet(CLIENT, false, "another"))
                .answers(new SetHoldPolicy.Outcome(new HoldPolicy(false), false));
    }

    @Test
    void doesNotGoBackToOneByWhoAsked() {
        fixture.given(CLIENT, NOW.minusSeconds(60), REGISTERED, set(true), ASKED)
                .when(two(false))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void asksAnewWhereTheRequestLapsed() {
        fixture.given(CLIENT, NOW.minus(TwoPeople.COUNTS_FOR), REGISTERED, set(true), ASKED)
                .when(new SetHoldPolicy(CLIENT, false, "another", NOW))
                .then(CLIENT, new LegalHoldPolicyChangeRequested(CLIENT, false, "another"));
    }

    @Test
    void asksAnewWhereTheRequestWasAnsweredBefore() {
        fixture.given(CLIENT, NOW.minusSeconds(60), REGISTERED, set(true), ASKED, set(false), set(true))
                .when(new SetHoldPolicy(CLIENT, false, "another", NOW))
                .then(CLIENT, new LegalHoldPolicyChangeRequested(CLIENT, false, "another"));
    }

    @Test
    void changesNothingWhereThatHoldsAlready() {
        fixture.given(CLIENT, REGISTERED)
                .when(two(false))
                .thenNothing()
                .answers(new SetHoldPolicy.Outcome(new HoldPolicy(false), false));
        fixture.given(CLIENT, set(true))
                .when(two(true))
                .thenNothing()
                .answers(new SetHoldPolicy.Outcome(new HoldPolicy(true), false));
    }

    @Test
    void isSaidOnceWhereTwoSayItAtOnce() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, set(true))
                .when(two(true))
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void ignoresAnotherClientsPolicy() {
        ClientId other = ClientId.random();

        fixture.given(CLIENT, REGISTERED)
                .given(other, new LegalHoldPolicySet(other, true, "somebody"))
                .when(two(true))
                .then(CLIENT, set(true));
    }

    @Test
    void refusesForAClientThatIsNot() {
        fixture.when(two(true)).thenRefused(NotFoundException.class, "not-found");
    }
}
