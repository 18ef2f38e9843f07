package org.lethe.access.requests;

import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import org.junit.jupiter.api.Test;
import org.lethe.access.requests.CollectPackage.Collected;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class CollectPackageTest {
    private static final CollectPackage COLLECT = new CollectPackage(CLIENT, REQUEST, 7, "ab", BY, NOW);
    private static final PackageCollected COLLECTED = new PackageCollected(REQUEST, CLIENT, 7, "ab", BY);
    private static final PackagePrepared PREPARED = new PackagePrepared(REQUEST, CLIENT, NOW);

    private final DecisionFixture<CollectPackage, Collected> fixture =
            DecisionFixture.of(CollectPackage.class, CollectPackage::decide);

    @Test
    void saysWhatWasHandedOver() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, APPROVED, PREPARED))
                .when(COLLECT)
                .then(CLIENT, COLLECTED);
    }

    @Test
    void letsGoOfWhatWasKeptForIt() {
        EvidenceProtected kept =
                Request.protection(History.received(RequestType.ACCESS), 1).orElseThrow();

        fixture.given(CLIENT, History.referred(RequestType.ACCESS, kept, APPROVED, PREPARED))
                .when(COLLECT)
                .then(CLIENT, COLLECTED, new EvidenceLetGo(REQUEST, CLIENT, History.CONSUMER, kept.hold()));
    }

    @Test
    void theFirstOfTwoCounts() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, APPROVED, PREPARED))
                .comingBetween(CLIENT, new PackageCollected(REQUEST, CLIENT, 8, "cd", BY))
                .when(COLLECT)
                .thenNothing();
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(COLLECT).thenRefused(NotFoundException.class, "not-found");
    }
}
