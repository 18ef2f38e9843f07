package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CODE_SENT;
import static org.lethe.access.requests.History.CONFIRMED;
import static org.lethe.access.requests.History.DENIED;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REFERRED;
import static org.lethe.access.requests.History.REQUEST;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.TakeStep.Taken;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.ClockResumed;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.DeadlineExtended;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestAssigned;
import org.lethe.contracts.RequestEscalated;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestRevoked;
import org.lethe.contracts.RequestType;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class TakeStepTest {
    private static final ClockPaused PAUSED = new ClockPaused(REQUEST, CLIENT, "identity_in_doubt", BY);
    private static final DeadlineExtended EXTENDED = new DeadlineExtended(REQUEST, CLIENT, BY);
    private static final RequestFulfilled FULFILLED = new RequestFulfilled(REQUEST, CLIENT);

    private final DecisionFixture<TakeStep, Taken> fixture = DecisionFixture.of(TakeStep.class, TakeStep::decide);

    private static TakeStep take(Step step) {
        return take(step, NOW);
    }

    private static TakeStep take(Step step, Instant at) {
        return new TakeStep(CLIENT, REQUEST, step, null, BY, at);
    }

    @Test
    void attestationRefersIt() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS))
                .when(take(new Step.Attest()))
                .then(CLIENT, CONFIRMED, REFERRED);
    }

    @Test
    void theRightCodeRefersIt() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS), CODE_SENT)
                .when(take(new Step.Confirm()))
                .then(CLIENT, new IdentityConfirmed(REQUEST, CLIENT, "code", BY), REFERRED);
    }

    @Test
    void refusesACodeThatNobodySent() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS))
                .when(take(new Step.Confirm()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesAProofWhereItWasGiven() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Attest()))
                .thenRefused(
                        StepNotPossibleException.class,
                        "step-not-possible",
                        History.standing(
                                RequestState.REFERRED,
                                "approve",
                                "deny",
                                "extend",
                                "pause",
                                "escalate",
                                "revoke",
                                "assign",
                                "notes"));
    }

    @Test
    void deniesWithAReason() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION))
                .when(take(new Step.Deny("no_match")))
                .then(CLIENT, DENIED);
    }

    @Test
    void refusesToDenyADeletionOnItsWay() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, APPROVED))
                .when(take(new Step.Deny("no_match")))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesToRevokeADeletionOnItsWay() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, APPROVED))
                .when(take(new Step.Revoke()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void revokesBefore() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION))
                .when(take(new Step.Revoke()))
                .then(CLIENT, new RequestRevoked(REQUEST, CLIENT, BY));
    }

    @Test
    void peopleSayWhenTheyHaveDoneIt() {
        fixture.given(CLIENT, History.referred(RequestType.COMPLAINT, APPROVED))
                .when(take(new Step.Complete()))
                .then(CLIENT, FULFILLED);
    }

    @Test
    void refusesThatPeopleCompleteWhatTheLogCompletes() {
        fixture.given(CLIENT, History.referred(RequestType.DELETION, APPROVED))
                .when(take(new Step.Complete()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void extendsOnce() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Extend()))
                .then(CLIENT, EXTENDED);
    }

    @Test
    void refusesASecondExtension() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, EXTENDED))
                .when(take(new Step.Extend()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesAnExtensionOfWhichNoticeComesTooLate() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Extend(), NOW.plus(Duration.ofDays(60))))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesAnExtensionThatTheRuleDoesNotKnow() {
        fixture.given(CLIENT, History.received(RequestType.OPT_OUT, "ccpa-opt-out"), CONFIRMED, REFERRED)
                .when(take(new Step.Extend()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void stopsTheClockAndLetsItGoOn() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Pause("identity_in_doubt")))
                .then(CLIENT, PAUSED);
        fixture.given(CLIENT, PAUSED).when(take(new Step.Resume())).then(CLIENT, new ClockResumed(REQUEST, CLIENT, BY));
    }

    @Test
    void refusesToStopAClockThatStandsStill() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, PAUSED))
                .when(take(new Step.Pause("identity_in_doubt")))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesToStopTheClockForWhatTheRuleDoesNotKnow() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Pause("clarification")))
                .thenRefused(
                        PauseNotCoveredException.class,
                        "pause-not-covered",
                        Map.of("reasons", List.of("identity_in_doubt")));
    }

    @Test
    void refusesToStopAClockThatNothingStops() {
        fixture.given(CLIENT, History.received(RequestType.ACCESS, "ccpa"), CONFIRMED, REFERRED)
                .when(take(new Step.Pause("identity_in_doubt")))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void appealsADenial() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, DENIED))
                .when(take(new Step.Appeal()))
                .then(
                        CLIENT,
                        new RequestAppealed(REQUEST, CLIENT, BY),
                        Request.protection(History.received(RequestType.ACCESS), 1)
                                .orElseThrow());
    }

    @Test
    void letsGoOfTheEvidenceWhereItIsDeniedAndKeepsItAnewForAnAppeal() {
        EvidenceProtected first =
                Request.protection(History.received(RequestType.ACCESS), 1).orElseThrow();
        EvidenceProtected second =
                Request.protection(History.received(RequestType.ACCESS), 2).orElseThrow();
        EvidenceLetGo gone = new EvidenceLetGo(REQUEST, CLIENT, History.CONSUMER, first.hold());

        fixture.given(CLIENT, History.referred(RequestType.ACCESS, first))
                .when(take(new Step.Deny("no_match")))
                .then(CLIENT, DENIED, gone);
        assertThat(second.hold()).isNotEqualTo(first.hold());
        fixture.when(take(new Step.Appeal())).then(CLIENT, new RequestAppealed(REQUEST, CLIENT, BY), second);
    }

    @Test
    void letsGoOfTheEvidenceWhereItIsRevoked() {
        EvidenceProtected kept =
                Request.protection(History.received(RequestType.ACCESS), 1).orElseThrow();

        fixture.given(CLIENT, History.referred(RequestType.ACCESS, kept))
                .when(take(new Step.Revoke()))
                .then(
                        CLIENT,
                        new RequestRevoked(REQUEST, CLIENT, BY),
                        new EvidenceLetGo(REQUEST, CLIENT, History.CONSUMER, kept.hold()));
    }

    @Test
    void refusesAnAppealWhereNothingWasDenied() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Appeal()))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void escalatesWhatWasDenied() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS, DENIED))
                .when(take(new Step.Escalate("panel")))
                .then(CLIENT, new RequestEscalated(REQUEST, CLIENT, "panel", BY));
    }

    @Test
    void assignsIt() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(take(new Step.Assign("team-privacy")))
                .then(CLIENT, new RequestAssigned(REQUEST, CLIENT, "team-privacy", BY));
    }

    @Test
    void aNoteIsWordsAlone() {
        SealedRequestWords note = History.words("note");

        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(new TakeStep(CLIENT, REQUEST, new Step.Note(), note, BY, NOW))
                .thenEntries(note.entry(CLIENT));
    }

    @Test
    void wordsGoWithTheirStep() {
        SealedRequestWords text = History.words("denied");

        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(new TakeStep(CLIENT, REQUEST, new Step.Deny("no_match"), text, BY, NOW))
                .thenEntries(LogEntry.of(CLIENT, DENIED), text.entry(CLIENT));
    }

    @Test
    void oneOfTwoWhoDecideAtOnceIsRefused() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .comingBetween(CLIENT, APPROVED)
                .when(take(new Step.Deny("no_match")))
                .thenRefused(StepNotPossibleException.class, "step-not-possible");
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.given(CLIENT, History.referred(RequestType.ACCESS))
                .when(new TakeStep(CLIENT, RequestId.random(), new Step.Revoke(), null, BY, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
