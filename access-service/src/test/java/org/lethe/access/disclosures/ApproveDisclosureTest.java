package org.lethe.access.disclosures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.disclosures.Register.ALICE;
import static org.lethe.access.disclosures.Register.A_WEEK_AGO;
import static org.lethe.access.disclosures.Register.BOB;
import static org.lethe.access.disclosures.Register.CLIENT;
import static org.lethe.access.disclosures.Register.DISCLOSURE;
import static org.lethe.access.disclosures.Register.NOW;
import static org.lethe.access.disclosures.Register.issued;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.access.disclosures.ApproveDisclosure.Approved;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class ApproveDisclosureTest {
    private static final RecipientRegistered RECIPIENT = Register.recipient(null);
    private static final ApiKeyId ADMIN = ApiKeyId.random();
    private static final ApiKeyId FIRST = ApiKeyId.random();
    private static final ApiKeyId SECOND = ApiKeyId.random();

    private final DecisionFixture<ApproveDisclosure, Approved> fixture =
            DecisionFixture.of(ApproveDisclosure.class, ApproveDisclosure::decide);

    private static ApproveDisclosure by(Object who) {
        return new ApproveDisclosure(CLIENT, DISCLOSURE, who.toString(), NOW);
    }

    private static Map<String, Object> standing(String state) {
        return Map.of("disclosure_state", state);
    }

    @Test
    void recordsWhatAnotherProposed() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed())
                .when(by(BOB))
                .then(CLIENT, Register.approvedBy(BOB))
                .recordedAt(NOW);
    }

    @Test
    void refusesWhoProposedIt() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed())
                .when(by(ALICE))
                .thenRefused(ApprovalNeedsAnotherException.class, "approval-needs-another");
    }

    @Test
    void refusesAKeyThatWhoProposedItMade() {
        fixture.given(CLIENT, RECIPIENT, issued(SECOND, FIRST), Register.proposedBy(FIRST.toString()))
                .when(by(SECOND))
                .thenRefused(ApprovalNeedsAnotherException.class, "approval-needs-another");
    }

    @Test
    void refusesTheMakerOfTheKeyThatProposedIt() {
        fixture.given(CLIENT, RECIPIENT, issued(FIRST, SECOND), Register.proposedBy(FIRST.toString()))
                .when(by(SECOND))
                .thenRefused(ApprovalNeedsAnotherException.class, "approval-needs-another");
    }

    @Test
    void refusesAKeyOfTheSameMaker() {
        fixture.given(
                        CLIENT,
                        RECIPIENT,
                        issued(ADMIN, "operator"),
                        issued(FIRST, ADMIN),
                        issued(SECOND, ADMIN),
                        Register.proposedBy(FIRST.toString()))
                .when(by(SECOND))
                .thenRefused(ApprovalNeedsAnotherException.class, "approval-needs-another");
    }

    @Test
    void refusesWhatLapsed() {
        fixture.given(CLIENT, RECIPIENT)
                .given(CLIENT, A_WEEK_AGO, Register.proposed())
                .when(by(BOB))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval", standing("lapsed"));
    }

    @Test
    void recordsInTheLastSecondOfTheWeek() {
        fixture.given(CLIENT, RECIPIENT)
                .given(CLIENT, A_WEEK_AGO.plusSeconds(1), Register.proposed())
                .when(by(BOB))
                .then(CLIENT, Register.approvedBy(BOB));
    }

    @Test
    void refusesWhatARevokedKeyProposed() {
        fixture.given(
                        CLIENT,
                        RECIPIENT,
                        issued(FIRST, "operator"),
                        Register.proposedBy(FIRST.toString()),
                        new ApiKeyRevoked(CLIENT, FIRST, "operator"))
                .when(by(SECOND))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval", standing("lapsed"));
    }

    @Test
    void decidesAnewWhereTheKeyIsRevokedMeanwhile() {
        fixture.given(CLIENT, RECIPIENT, issued(FIRST, "operator"), Register.proposedBy(FIRST.toString()))
                .comingBetween(CLIENT, new ApiKeyRevoked(CLIENT, FIRST, "operator"))
                .when(by(SECOND))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval");
    }

    @Test
    void refusesWhatIsApproved() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed(), Register.approvedBy(BOB))
                .when(by("carol"))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval", standing("recorded"));
    }

    @Test
    void refusesWhatIsRefused() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed(), Register.refusedBy(BOB))
                .when(by("carol"))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval", standing("refused"));
    }

    @Test
    void refusesWhatNeedsNoApproval() {
        DisclosureRecorded recorded = new DisclosureRecorded(
                DISCLOSURE, CLIENT, Register.what(DisclosureGround.CLIENT_INSTRUCTION), null, ALICE);

        fixture.given(CLIENT, RECIPIENT, recorded)
                .when(by(BOB))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval", standing("recorded"));
    }

    @Test
    void decidesAnewWhereItIsRefusedMeanwhile() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed())
                .comingBetween(CLIENT, Register.refusedBy("carol"))
                .when(by(BOB))
                .thenRefused(NotAwaitingApprovalException.class, "not-awaiting-approval");
    }

    @Test
    void refusesWhereTheContractEndedMeanwhile() {
        assertThat(fixture.given(CLIENT, Register.recipient(LocalDate.of(2026, 11, 20)), Register.proposed())
                        .when(by(BOB))
                        .thenRefused(ContractEndedException.class, "contract-ended")
                        .errors())
                .isEmpty();
    }

    @Test
    void refusesWhereTheRecipientIsNotThere() {
        fixture.given(CLIENT, Register.proposed())
                .when(by(BOB))
                .thenRefused(RecipientUnknownException.class, "recipient-unknown");
    }

    @Test
    void refusesTheDisclosureOfAnotherClient() {
        fixture.given(CLIENT, RECIPIENT, Register.proposed())
                .when(new ApproveDisclosure(ClientId.random(), DISCLOSURE, BOB, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
