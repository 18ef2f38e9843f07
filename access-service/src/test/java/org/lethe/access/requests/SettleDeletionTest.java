package org.lethe.access.requests;

import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.SettleDeletion.Settled;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;

class SettleDeletionTest {
    private static final HoldId HOLD = HoldId.random();
    private static final HoldId OTHER = HoldId.random();
    private static final RequestDeferred DEFERRED = new RequestDeferred(REQUEST, CLIENT, List.of(HOLD));
    private static final RequestFulfilled FULFILLED = new RequestFulfilled(REQUEST, CLIENT);

    private final DecisionFixture<SettleDeletion, Settled> fixture =
            DecisionFixture.of(SettleDeletion.class, SettleDeletion::decide);

    private static SettleDeletion settle() {
        return new SettleDeletion(CLIENT, REQUEST, CONSUMER, NOW);
    }

    private static ConsumerErased erased(HoldId... keepers) {
        List<Escrowed> escrowed = keepers.length == 0
                ? null
                : Arrays.stream(keepers).map(hold -> new Escrowed(hold, 1)).toList();
        return new ConsumerErased(CONSUMER, List.of(), EventId.random(), NOW, escrowed);
    }

    private static HeldContentReleased released(HoldId hold, HoldId... handedOnTo) {
        return new HeldContentReleased(
                hold,
                CLIENT,
                EventId.random(),
                List.of(),
                Arrays.stream(handedOnTo).map(one -> new Escrowed(one, 1)).toList(),
                NOW);
    }

    private DecisionFixture<SettleDeletion, Settled> approved(Event... more) {
        List<Event> events = new ArrayList<>(List.of(APPROVED));
        events.addAll(List.of(more));
        return fixture.given(CLIENT, History.referred(RequestType.DELETION, History.with(events)));
    }

    @Test
    void waitsWhileNothingIsDestroyed() {
        approved().when(settle()).thenNothing().answers(new Settled(RequestState.IN_PROGRESS));
    }

    @Test
    void isFulfilledWhenTheKeyWent() {
        approved(erased()).when(settle()).then(CLIENT, FULFILLED).answers(new Settled(RequestState.FULFILLED));
    }

    @Test
    void isFulfilledOnce() {
        approved(erased(), FULFILLED).when(settle()).thenNothing().answers(new Settled(RequestState.FULFILLED));
    }

    @Test
    void isDeferredWhileAHoldKeepsSomeOfIt() {
        approved(erased(HOLD)).when(settle()).then(CLIENT, DEFERRED).answers(new Settled(RequestState.DEFERRED));
    }

    @Test
    void saysOnceThatItIsDeferred() {
        approved(erased(HOLD), DEFERRED).when(settle()).thenNothing();
    }

    @Test
    void isFulfilledWhenTheLastHoldLetsGo() {
        approved(erased(HOLD), DEFERRED, released(HOLD)).when(settle()).then(CLIENT, FULFILLED);
    }

    @Test
    void staysDeferredForTheHoldThatItWasHandedOnTo() {
        approved(erased(HOLD), DEFERRED, released(HOLD, OTHER))
                .when(settle())
                .then(CLIENT, new RequestDeferred(REQUEST, CLIENT, List.of(OTHER)));
    }

    @Test
    void isFulfilledThoughHoldsHandedItInACircle() {
        approved(erased(HOLD), DEFERRED, released(HOLD, OTHER), released(OTHER, HOLD))
                .when(settle())
                .then(CLIENT, FULFILLED);
    }

    @Test
    void isDecidedAnewWhereAHoldLetsGoMeanwhile() {
        approved(erased(HOLD))
                .comingBetween(CLIENT, released(HOLD))
                .when(settle())
                .then(CLIENT, FULFILLED)
                .decidedAnew();
    }

    @Test
    void leavesOtherRequestsAlone() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, APPROVED, erased()))
                .when(settle())
                .thenNothing();
    }
}
