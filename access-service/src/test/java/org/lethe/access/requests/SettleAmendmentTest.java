package org.lethe.access.requests;

import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.CONVERSATION;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.SettleAmendment.Settled;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestPartFailed;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;

class SettleAmendmentTest {
    private static final MessageId MESSAGE = new MessageId(UUID.randomUUID());
    private static final HoldId HOLD = HoldId.random();
    private static final HoldId OTHER = HoldId.random();
    private static final EventId ORDER = EventId.random();
    private static final RequestFulfilled FULFILLED = new RequestFulfilled(REQUEST, CLIENT);
    private static final MessageScrubbed SCRUBBED =
            new MessageScrubbed(CONVERSATION, MESSAGE, ORDER, List.of(7L), REQUEST, NOW);
    private static final RequestPartFailed FAILED = new RequestPartFailed(REQUEST, CLIENT, "message", "content-erased");

    private final DecisionFixture<SettleAmendment, Settled> fixture =
            DecisionFixture.of(SettleAmendment.class, SettleAmendment::decide);

    private static SettleAmendment settle(String failure) {
        return new SettleAmendment(CLIENT, REQUEST, failure, NOW);
    }

    private static MessageScrubDeferred kept(HoldId... holds) {
        return new MessageScrubDeferred(CONVERSATION, MESSAGE, ORDER, List.of(holds), REQUEST);
    }

    private static RequestDeferred deferred(HoldId hold) {
        return new RequestDeferred(REQUEST, CLIENT, List.of(hold));
    }

    private DecisionFixture<SettleAmendment, Settled> approved(RequestType type, Event... more) {
        List<Event> events = new ArrayList<>(
                List.of(History.receivedOfOneMessage(type), History.CONFIRMED, History.REFERRED, APPROVED));
        events.addAll(List.of(more));
        return fixture.given(CLIENT, events.toArray(Event[]::new));
    }

    @Test
    void isFulfilledWhenTheMessageIsCorrected() {
        approved(
                        RequestType.CORRECTION,
                        new MessageCorrected(
                                CONVERSATION, CONSUMER, MESSAGE, new Channel("web"), NOW, REQUEST, "request"))
                .when(settle(null))
                .then(CLIENT, FULFILLED)
                .answers(new Settled(RequestState.FULFILLED));
    }

    @Test
    void isFulfilledWhenTheDisagreementStandsBesideIt() {
        approved(
                        RequestType.CORRECTION,
                        new DisagreementRecorded(
                                CONVERSATION, CONSUMER, MESSAGE, new Channel("web"), NOW, REQUEST, "request"))
                .when(settle(null))
                .then(CLIENT, FULFILLED);
    }

    @Test
    void isFulfilledWhenWhatWasThereIsGone() {
        approved(RequestType.DELETION, SCRUBBED).when(settle(null)).then(CLIENT, FULFILLED);
    }

    @Test
    void isFulfilledOnce() {
        approved(RequestType.DELETION, SCRUBBED, FULFILLED).when(settle(null)).thenNothing();
    }

    @Test
    void isDeferredWhileAHoldKeepsWhatWasThere() {
        approved(RequestType.DELETION, kept(HOLD))
                .when(settle(null))
                .then(CLIENT, deferred(HOLD))
                .answers(new Settled(RequestState.DEFERRED));
    }

    @Test
    void saysAnewWhichHoldDefersIt() {
        approved(RequestType.DELETION, kept(HOLD), deferred(HOLD), kept(OTHER))
                .when(settle(null))
                .then(CLIENT, deferred(OTHER));
    }

    @Test
    void saysOnceThatItIsDeferred() {
        approved(RequestType.DELETION, kept(HOLD), deferred(HOLD))
                .when(settle(null))
                .thenNothing();
    }

    @Test
    void isFulfilledWhenTheLastHoldLetsGo() {
        approved(RequestType.DELETION, kept(HOLD), deferred(HOLD), SCRUBBED)
                .when(settle(null))
                .then(CLIENT, FULFILLED);
    }

    @Test
    void namesWhatCouldNotBeDoneAndStaysInProgress() {
        approved(RequestType.DELETION)
                .when(settle("content-erased"))
                .then(CLIENT, FAILED)
                .answers(new Settled(RequestState.IN_PROGRESS));
    }

    @Test
    void namesItOnce() {
        approved(RequestType.DELETION, FAILED).when(settle("content-erased")).thenNothing();
    }

    @Test
    void waitsWhileNothingIsDone() {
        approved(RequestType.DELETION).when(settle(null)).thenNothing();
    }

    @Test
    void leavesAloneWhatIsNotAboutOneMessage() {
        fixture.given(CLIENT, History.referred(RequestType.CORRECTION, APPROVED))
                .when(settle("content-erased"))
                .thenNothing();
    }

    @Test
    void passesOverWhatStandsInAnothersLog() {
        approved(RequestType.DELETION)
                .given(ClientId.random(), SCRUBBED)
                .when(settle(null))
                .thenNothing();
    }
}
