package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REQUEST;

import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.ApproveAutomatically.Outcome;
import org.lethe.access.requests.ApproveRequest.Wishes;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestRevoked;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;

class ApproveAutomaticallyTest {
    private static final String BY = "privacy-settings:1";
    private static final RequestApproved APPROVED = new RequestApproved(REQUEST, CLIENT, null, BY);
    private static final RequestFulfilled FULFILLED = new RequestFulfilled(REQUEST, CLIENT);

    private final DecisionFixture<ApproveAutomatically, Outcome> fixture =
            DecisionFixture.of(ApproveAutomatically.class, ApproveAutomatically::decide);

    private static PrivacySettingsSet automatic(int version, RequestType... types) {
        return new PrivacySettingsSet(
                CLIENT, version, null, "gdpr", "UTC", List.of(types), true, List.of("en"), Period.ofDays(30), "admin");
    }

    private static ApproveAutomatically approve(Wishes wishes) {
        return new ApproveAutomatically(CLIENT, REQUEST, CONSUMER, wishes, NOW);
    }

    private static ApproveAutomatically approve() {
        return approve(Wishes.NONE);
    }

    private void leavesItToAnOfficer(DecisionFixture.Outcome<Outcome> outcome) {
        outcome.thenNothing();
        assertThat(outcome.answer().approved()).isFalse();
    }

    @Test
    void approvesWhatTheClientSaysAndTellsThatNobodyDid() {
        fixture.given(CLIENT, automatic(1, RequestType.ACCESS))
                .given(CLIENT, History.referred(RequestType.ACCESS))
                .when(approve())
                .then(
                        CLIENT,
                        APPROVED,
                        new PackagePrepared(REQUEST, CLIENT, NOW.plus(ApproveRequest.COLLECTABLE_FOR)),
                        FULFILLED);
    }

    @Test
    void ordersADeletion() {
        fixture.given(CLIENT, automatic(1, RequestType.DELETION))
                .given(CLIENT, History.referred(RequestType.DELETION))
                .when(approve())
                .then(CLIENT, APPROVED, new ErasureOrdered(CONSUMER, null, "consumer-request", BY));
    }

    @Test
    void putsAnOptOutInForce() {
        fixture.given(CLIENT, automatic(1, RequestType.OPT_OUT))
                .given(CLIENT, History.referred(RequestType.OPT_OUT))
                .when(approve(new Wishes(List.of("email"), List.of(), List.of())))
                .then(
                        CLIENT,
                        APPROVED,
                        new ConsentWithdrawn(CONSUMER, CLIENT, List.of("email"), List.of(), REQUEST, BY),
                        FULFILLED);
    }

    @Test
    void leavesOtherTypesToAnOfficer() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.OPT_OUT))
                .given(CLIENT, History.referred(RequestType.DELETION))
                .when(approve()));
    }

    @Test
    void leavesToAnOfficerWhatWasReferredBeforeTheSettingsSaidSo() {
        leavesItToAnOfficer(fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .given(CLIENT, automatic(1, RequestType.ACCESS))
                .when(approve()));
    }

    @Test
    void leavesToAnOfficerWhatTheSettingsSayNoMore() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.ACCESS))
                .given(CLIENT, History.referred(RequestType.ACCESS))
                .comingBetween(CLIENT, automatic(2))
                .when(approve()));
    }

    @Test
    void approvesNothingThatNobodyHasProved() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.ACCESS))
                .given(CLIENT, History.received(RequestType.ACCESS))
                .when(approve()));
    }

    @Test
    void approvesNothingThatLeadsToNobody() {
        RequestReceived unknown = new RequestReceived(
                REQUEST,
                CLIENT,
                CONSUMER,
                false,
                RequestType.DELETION,
                "gdpr",
                1,
                "UTC",
                NOW,
                "api",
                null,
                null,
                "officer");

        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.DELETION))
                .given(CLIENT, unknown, History.CONFIRMED, History.REFERRED)
                .when(approve()));
    }

    @Test
    void approvesNothingTwice() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.DELETION))
                .given(CLIENT, History.referred(RequestType.DELETION, APPROVED))
                .when(approve()));
    }

    @Test
    void approvesNothingThatIsTakenBackInThatMoment() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.ACCESS))
                .given(CLIENT, History.referred(RequestType.ACCESS))
                .comingBetween(CLIENT, new RequestRevoked(REQUEST, CLIENT, "officer"))
                .when(approve()));
    }

    @Test
    void doesNothingForAnotherClient() {
        leavesItToAnOfficer(fixture.given(CLIENT, automatic(1, RequestType.ACCESS))
                .given(CLIENT, History.referred(RequestType.ACCESS))
                .when(new ApproveAutomatically(ClientId.random(), REQUEST, CONSUMER, Wishes.NONE, NOW)));
    }
}
