package org.lethe.access.requests;

import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CODE_SENT;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import org.junit.jupiter.api.Test;
import org.lethe.access.requests.RefuseIdentity.Refused;
import org.lethe.contracts.IdentityRefused;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class RefuseIdentityTest {
    private static final RefuseIdentity REFUSE = new RefuseIdentity(CLIENT, REQUEST, BY, NOW);

    private final DecisionFixture<RefuseIdentity, Refused> fixture =
            DecisionFixture.of(RefuseIdentity.class, RefuseIdentity::decide);

    @Test
    void saysThatTheCodeWasGuessed() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS), CODE_SENT)
                .when(REFUSE)
                .then(CLIENT, new IdentityRefused(REQUEST, CLIENT, "code", BY));
    }

    @Test
    void refusesWhereNoCodeWasSent() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS))
                .when(REFUSE)
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(REFUSE).thenRefused(NotFoundException.class, "not-found");
    }
}
