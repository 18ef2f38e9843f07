package org.lethe.access.requests;

import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.NOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.LiftRestriction.Lifted;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RestrictionLifted;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class LiftRestrictionTest {
    private static final LiftRestriction LIFT = new LiftRestriction(CLIENT, CONSUMER, BY, NOW);
    private static final ConsumerIdentified IDENTIFIED =
            new ConsumerIdentified(CONSUMER, List.of("email"), new Channel("web"), NOW);
    private static final ProcessingRestricted RESTRICTED =
            new ProcessingRestricted(CONSUMER, CLIENT, List.of(), null, BY);
    private static final RestrictionLifted LIFTED = new RestrictionLifted(CONSUMER, CLIENT, BY);

    private final DecisionFixture<LiftRestriction, Lifted> fixture =
            DecisionFixture.of(LiftRestriction.class, LiftRestriction::decide);

    @Test
    void liftsIt() {
        fixture.given(CLIENT, IDENTIFIED, RESTRICTED).when(LIFT).then(CLIENT, LIFTED);
    }

    @Test
    void liftsWhatWasRestrictedAgain() {
        fixture.given(CLIENT, IDENTIFIED, RESTRICTED, LIFTED, RESTRICTED)
                .when(LIFT)
                .then(CLIENT, LIFTED);
    }

    @Test
    void liftsNothingTwice() {
        fixture.given(CLIENT, IDENTIFIED, RESTRICTED, LIFTED).when(LIFT).thenNothing();
    }

    @Test
    void refusesAnotherClientsConsumer() {
        fixture.given(ClientId.random(), IDENTIFIED, RESTRICTED)
                .when(LIFT)
                .thenRefused(NotFoundException.class, "not-found");
    }
}
