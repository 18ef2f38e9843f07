package org.lethe.access.requests;

import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CODE_SENT;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.ExpireRequest.Expired;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.RequestExpired;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class ExpireRequestTest {
    private static final RequestExpired EXPIRED = new RequestExpired(REQUEST, CLIENT);
    private static final Instant LATE = NOW.plus(Duration.ofDays(30));

    private final DecisionFixture<ExpireRequest, Expired> fixture =
            DecisionFixture.of(ExpireRequest.class, ExpireRequest::decide);

    private static ExpireRequest at(Instant at) {
        return new ExpireRequest(CLIENT, REQUEST, at);
    }

    @Test
    void endsWhatNobodyProvedInTime() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS), CODE_SENT)
                .when(at(LATE))
                .then(CLIENT, EXPIRED)
                .answers(new Expired(true));
    }

    @Test
    void leavesWhatIsInTime() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS))
                .when(at(NOW))
                .thenNothing();
    }

    @Test
    void leavesWhatWasProved() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(at(LATE))
                .thenNothing();
    }

    @Test
    void leavesWhatIsPaused() {
        fixture.given(
                        CLIENT,
                        History.received(RequestType.ACCESS),
                        CODE_SENT,
                        new ClockPaused(REQUEST, CLIENT, "identity_in_doubt", "officer"))
                .when(at(LATE))
                .thenNothing();
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(at(LATE)).thenRefused(NotFoundException.class, "not-found");
    }
}
