package org.lethe.access.requests;

import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CODE_SENT;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import org.junit.jupiter.api.Test;
import org.lethe.access.requests.SendCode.Sent;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class SendCodeTest {
    private static final SendCode SEND = new SendCode(CLIENT, REQUEST, "email", BY, NOW);

    private final DecisionFixture<SendCode, Sent> fixture = DecisionFixture.of(SendCode.class, SendCode::decide);

    @Test
    void saysThatOneIsSent() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS)).when(SEND).then(CLIENT, CODE_SENT);
    }

    @Test
    void saysSoOfAnother() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS), CODE_SENT)
                .when(SEND)
                .then(CLIENT, CODE_SENT);
    }

    @Test
    void refusesWhereNobodyHasToProveAnything() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(SEND)
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(SEND).thenRefused(NotFoundException.class, "not-found");
    }
}
