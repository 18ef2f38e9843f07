package org.lethe.access.requests;

import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import org.junit.jupiter.api.Test;
import org.lethe.access.requests.LapsePackage.Lapsed;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class LapsePackageTest {
    private static final LapsePackage LAPSE = new LapsePackage(CLIENT, REQUEST, NOW);
    private static final EvidenceProtected KEPT =
            Request.protection(History.received(RequestType.ACCESS), 1).orElseThrow();
    private static final EvidenceLetGo GONE = new EvidenceLetGo(REQUEST, CLIENT, History.CONSUMER, KEPT.hold());
    private static final PackagePrepared PREPARED = new PackagePrepared(REQUEST, CLIENT, NOW);

    private final DecisionFixture<LapsePackage, Lapsed> fixture =
            DecisionFixture.of(LapsePackage.class, LapsePackage::decide);

    @Test
    void letsGoOnceTheTimeIsOver() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, KEPT, APPROVED, PREPARED))
                .when(LAPSE)
                .then(CLIENT, GONE)
                .answers(new Lapsed(true));
    }

    @Test
    void waitsForTheEndOfThatTime() {
        fixture.given(
                        CLIENT,
                        History.referred(
                                RequestType.ACCESS,
                                KEPT,
                                APPROVED,
                                new PackagePrepared(REQUEST, CLIENT, NOW.plusSeconds(1))))
                .when(LAPSE)
                .thenNothing()
                .answers(new Lapsed(false));
    }

    @Test
    void letsGoOnce() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, KEPT, APPROVED, PREPARED, GONE))
                .when(LAPSE)
                .thenNothing();
    }

    @Test
    void leavesARequestThatHasNoPackageYet() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, KEPT))
                .when(LAPSE)
                .thenNothing();
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(LAPSE).thenRefused(NotFoundException.class, "not-found");
    }
}
