package org.lethe.access.disclosures;

import static org.lethe.access.disclosures.Register.ALICE;
import static org.lethe.access.disclosures.Register.A_WEEK_AGO;
import static org.lethe.access.disclosures.Register.BOB;
import static org.lethe.access.disclosures.Register.CLIENT;
import static org.lethe.access.disclosures.Register.DISCLOSURE;
import static org.lethe.access.disclosures.Register.NOW;
import static org.lethe.access.disclosures.Register.WORDS;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.access.disclosures.RefuseDisclosure.Refused;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LogEntry;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class RefuseDisclosureTest {
    private final DecisionFixture<RefuseDisclosure, Refused> fixture =
            DecisionFixture.of(RefuseDisclosure.class, RefuseDisclosure::decide);

    private static RefuseDisclosure by(String who) {
        return new RefuseDisclosure(CLIENT, DISCLOSURE, WORDS, who, NOW);
    }

    @Test
    void refusesWhatAnotherProposedAndKeepsTheReason() {
        fixture.given(CLIENT, Register.proposed())
                .when(by(BOB))
                .thenEntries(new LogEntry(CLIENT, Register.refusedBy(BOB), WORDS.sealed()))
                .recordedAt(NOW);
    }

    @Test
    void letsWhoProposedItTakeItBack() {
        fixture.given(CLIENT, Register.proposed())
                .when(by(ALICE))
                .thenEntries(new LogEntry(CLIENT, Register.refusedBy(ALICE), WORDS.sealed()));
    }

    @Test
    void changesNothingWhereItIsApproved() {
        fixture.given(CLIENT, Register.proposed(), Register.approvedBy(BOB))
                .when(by(ALICE))
                .thenRefused(
                        NotAwaitingApprovalException.class,
                        "not-awaiting-approval",
                        Map.of("disclosure_state", "recorded"));
    }

    @Test
    void changesNothingWhereItLapsed() {
        fixture.given(CLIENT, A_WEEK_AGO, Register.proposed())
                .when(by(BOB))
                .thenRefused(
                        NotAwaitingApprovalException.class,
                        "not-awaiting-approval",
                        Map.of("disclosure_state", "lapsed"));
    }

    @Test
    void refusesTheDisclosureOfAnotherClient() {
        fixture.given(CLIENT, Register.proposed())
                .when(new RefuseDisclosure(ClientId.random(), DISCLOSURE, WORDS, BOB, NOW))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
