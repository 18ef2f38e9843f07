package org.lethe.access.requests;

import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.ApproveRequest.Approved;
import org.lethe.access.requests.ApproveRequest.Wishes;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class ApproveRequestTest {
    private static final RequestFulfilled FULFILLED = new RequestFulfilled(REQUEST, CLIENT);
    private static final ErasureOrdered ORDERED = new ErasureOrdered(CONSUMER, null, "consumer-request", BY);
    private static final ConsumerErased ERASED = new ConsumerErased(CONSUMER, List.of(), EventId.random(), NOW, null);

    private final DecisionFixture<ApproveRequest, Approved> fixture =
            DecisionFixture.of(ApproveRequest.class, ApproveRequest::decide);

    private static ApproveRequest approve() {
        return approve(Wishes.NONE);
    }

    private static ApproveRequest approve(Wishes wishes) {
        return new ApproveRequest(CLIENT, REQUEST, CONSUMER, wishes, false, null, BY, NOW);
    }

    @Test
    void hasAPackageReadyForAccess() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(approve())
                .then(
                        CLIENT,
                        APPROVED,
                        new PackagePrepared(REQUEST, CLIENT, NOW.plus(ApproveRequest.COLLECTABLE_FOR)),
                        FULFILLED);
    }

    @Test
    void ordersTheErasureForADeletion() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION))
                .when(approve())
                .then(CLIENT, APPROVED, ORDERED);
    }

    @Test
    void ordersNoErasureThatIsOrderedAlready() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, ORDERED))
                .when(approve())
                .then(CLIENT, APPROVED);
    }

    @Test
    void ordersNoErasureOfWhoIsErased() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, ERASED))
                .when(approve())
                .then(CLIENT, APPROVED);
    }

    @Test
    void ordersTheWholeErasureWhereOneConversationWasErased() {
        ErasureOrdered one = new ErasureOrdered(CONSUMER, ConversationId.random(), "other", BY);

        fixture.given(CLIENT, History.referred(RequestType.DELETION, one))
                .when(approve())
                .then(CLIENT, APPROVED, ORDERED);
    }

    @Test
    void decidesAnewWhereAnErasureIsOrderedMeanwhile() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION))
                .comingBetween(CLIENT, ORDERED)
                .when(approve())
                .then(CLIENT, APPROVED)
                .decidedAnew();
    }

    @Test
    void putsAnOptOutInForce() {
        fixture.given(CLIENT, History.referred(RequestType.OPT_OUT))
                .when(approve(new Wishes(List.of("email"), List.of("sale"), List.of())))
                .then(
                        CLIENT,
                        APPROVED,
                        new ConsentWithdrawn(CONSUMER, CLIENT, List.of("email"), List.of("sale"), REQUEST, BY),
                        FULFILLED);
    }

    @Test
    void putsARestrictionInForce() {
        fixture.given(CLIENT, History.referred(RequestType.RESTRICTION))
                .when(approve(new Wishes(List.of(), List.of(), List.of("legal-claims"))))
                .then(
                        CLIENT,
                        APPROVED,
                        new ProcessingRestricted(CONSUMER, CLIENT, List.of("legal-claims"), REQUEST, BY),
                        FULFILLED);
    }

    @Test
    void leavesToPeopleWhatTheyDo() {
        fixture.given(CLIENT, History.referred(RequestType.CORRECTION))
                .when(approve())
                .then(CLIENT, APPROVED);
    }

    @Test
    void keepsANoteWithIt() {
        SealedRequestWords note = History.words("approved");

        fixture.given(CLIENT, History.referred(RequestType.OBJECTION))
                .when(new ApproveRequest(CLIENT, REQUEST, CONSUMER, Wishes.NONE, false, note, BY, NOW))
                .thenEntries(LogEntry.of(CLIENT, APPROVED), note.entry(CLIENT));
    }

    @Test
    void refusesWhatNobodyHasProved() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS))
                .when(approve())
                .thenRefused(
                        StepNotPossibleException.class,
                        "step-not-possible",
                        History.standing(
                                RequestState.RECEIVED,
                                "verify",
                                "deny",
                                "extend",
                                "pause",
                                "escalate",
                                "revoke",
                                "assign",
                                "notes"));
    }

    /// Who was refused for want of proof does not get by an appeal what takes proof.
    @Test
    void refusesAnAppealOfWhatNobodyHasProved() {
        fixture.given(
                        CLIENT,
                        History.received(RequestType.DELETION),
                        History.DENIED,
                        new RequestAppealed(REQUEST, CLIENT, BY))
                .when(approve())
                .thenRefused(
                        StepNotPossibleException.class,
                        "step-not-possible",
                        History.standing(
                                RequestState.APPEALED,
                                "verify",
                                "deny",
                                "extend",
                                "pause",
                                "escalate",
                                "revoke",
                                "assign",
                                "notes"));
    }

    @Test
    void grantsAnAppealOfWhatWasProved() {
        fixture.given(
                        CLIENT,
                        History.referred(
                                RequestType.DELETION, History.DENIED, new RequestAppealed(REQUEST, CLIENT, BY)))
                .when(approve())
                .then(CLIENT, APPROVED, ORDERED);
    }

    @Test
    void refusesASecondTime() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, APPROVED))
                .when(approve())
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void ordersNoErasureWhereOneMessageIsToGo() {
        fixture.given(CLIENT, History.receivedOfOneMessage(RequestType.DELETION), History.CONFIRMED, History.REFERRED)
                .when(approve())
                .then(CLIENT, APPROVED);
    }

    @Test
    void saysThatADisagreementIsPutBesideTheMessage() {
        fixture.given(CLIENT, History.receivedOfOneMessage(RequestType.CORRECTION), History.CONFIRMED, History.REFERRED)
                .when(new ApproveRequest(CLIENT, REQUEST, CONSUMER, Wishes.NONE, true, null, BY, NOW))
                .then(CLIENT, new RequestApproved(REQUEST, CLIENT, true, BY));
    }

    @Test
    void refusesWhatLeadsToNobody() {
        RequestReceived unknown = new RequestReceived(
                REQUEST, CLIENT, CONSUMER, false, RequestType.DELETION, "gdpr", 1, "UTC", NOW, "api", null, null, BY);

        fixture.given(CLIENT, unknown, History.CONFIRMED, History.REFERRED)
                .when(approve())
                .thenRefused(NobodyKnownException.class, "nobody-known");
    }

    @Test
    void refusesTheRequestOfAnotherClient() {
        ClientId other = ClientId.random();

        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(new ApproveRequest(other, REQUEST, CONSUMER, Wishes.NONE, false, null, BY, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
