package org.lethe.transcript.clients;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;

import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clients.OffboardClient.Offboarded;
import org.lethe.web.NotFoundException;

class OffboardClientTest {
    private static final OffboardClient OFFBOARD = new OffboardClient(CLIENT, "admin", NOW);
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final ClientOffboarded LEFT = new ClientOffboarded(CLIENT, "admin");

    private final DecisionFixture<OffboardClient, Offboarded> fixture =
            DecisionFixture.of(OffboardClient.class, OffboardClient::decide);

    @Test
    void letsAClientGo() {
        fixture.given(CLIENT, REGISTERED)
                .when(OFFBOARD)
                .then(CLIENT, LEFT)
                .recordedAt(NOW)
                .answers(new Offboarded(NOW));
    }

    @Test
    void givesTheFirstAnswerAgain() {
        fixture.given(CLIENT, REGISTERED, LEFT)
                .when(OFFBOARD)
                .thenNothing()
                .answers(new Offboarded(DecisionFixture.EARLIER));
    }

    @Test
    void letsItGoOnceWhereTwoAskAtOnce() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, LEFT)
                .when(OFFBOARD)
                .decidedAnew()
                .thenNothing()
                .answers(new Offboarded(DecisionFixture.EARLIER));
    }

    @Test
    void refusesAClientThatIsNot() {
        fixture.given(OTHER_CLIENT, new ClientRegistered(OTHER_CLIENT, "Other", "eu"))
                .when(OFFBOARD)
                .thenRefused(NotFoundException.class, "not-found");
    }
}
