package org.lethe.retention.holds;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class SetHoldPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");

    private final DecisionFixture<SetHoldPolicy, HoldPolicy> fixture =
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
                .answers(new HoldPolicy(true));
    }

    @Test
    void goesBackToOne() {
        fixture.given(CLIENT, REGISTERED, set(true))
                .when(two(false))
                .then(CLIENT, set(false))
                .answers(new HoldPolicy(false));
    }

    @Test
    void changesNothingWhereThatHoldsAlready() {
        fixture.given(CLIENT, REGISTERED).when(two(false)).thenNothing().answers(new HoldPolicy(false));
        fixture.given(CLIENT, set(true)).when(two(true)).thenNothing().answers(new HoldPolicy(true));
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
