package org.lethe.access.disclosures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.disclosures.Register.ALICE;
import static org.lethe.access.disclosures.Register.CLIENT;
import static org.lethe.access.disclosures.Register.CONSUMER;
import static org.lethe.access.disclosures.Register.DISCLOSURE;
import static org.lethe.access.disclosures.Register.NOW;
import static org.lethe.access.disclosures.Register.WORDS;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lethe.access.disclosures.RecordDisclosure.Outcome;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsentWithdrawn;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureProposed;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.service.DecisionFixture;

class RecordDisclosureTest {
    private static final RecipientRegistered RECIPIENT = Register.recipient(null);

    private final DecisionFixture<RecordDisclosure, Outcome> fixture =
            DecisionFixture.of(RecordDisclosure.class, RecordDisclosure::decide);

    private static RecordDisclosure on(DisclosureGround ground) {
        return new RecordDisclosure(CLIENT, DISCLOSURE, Register.what(ground), WORDS, ALICE, NOW);
    }

    private static LogEntry recorded(DisclosureGround ground) {
        return new LogEntry(
                CLIENT, new DisclosureRecorded(DISCLOSURE, CLIENT, Register.what(ground), null, ALICE), WORDS.sealed());
    }

    private static ConsentWithdrawn withdrawn(ClientId client, String use) {
        return new ConsentWithdrawn(CONSUMER, client, List.of(), List.of(use), null, "kim");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SUBPOENA", "COURT_ORDER", "SEARCH_WARRANT", "OTHER_LEGAL_PROCESS"},
            mode = EnumSource.Mode.EXCLUDE)
    void recordsAtOnceWhatIsNoLawfulProcess(DisclosureGround ground) {
        fixture.given(CLIENT, RECIPIENT)
                .when(on(ground))
                .thenEntries(recorded(ground))
                .recordedAt(NOW)
                .answers(new Outcome(false));
        assertThat(RecordDisclosure.eventOf(Register.what(ground))).isEqualTo(DisclosureRecorded.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBPOENA", "COURT_ORDER", "SEARCH_WARRANT", "OTHER_LEGAL_PROCESS"})
    void onlyProposesWhatLawfulProcessWants(DisclosureGround ground) {
        fixture.given(CLIENT, RECIPIENT)
                .when(on(ground))
                .thenEntries(new LogEntry(
                        CLIENT,
                        new DisclosureProposed(DISCLOSURE, CLIENT, Register.what(ground), ALICE),
                        WORDS.sealed()))
                .answers(new Outcome(true));
        assertThat(RecordDisclosure.eventOf(Register.what(ground))).isEqualTo(DisclosureProposed.class);
    }

    @Test
    void isTheEventThatItsWordsAreSealedFor() {
        assertThat(fixture.given(CLIENT, RECIPIENT)
                        .when(on(DisclosureGround.CONSENT))
                        .happened()
                        .getFirst()
                        .id())
                .isEqualTo(WORDS.event());
    }

    @Test
    void refusesAnUnknownRecipientAndNamesTheField() {
        assertThat(fixture.when(on(DisclosureGround.CONSENT))
                        .thenRefused(RecipientUnknownException.class, "recipient-unknown")
                        .errors())
                .extracting("pointer")
                .containsExactly("/recipient_id");
    }

    @Test
    void refusesTheRecipientOfAnotherClient() {
        ClientId other = ClientId.random();

        fixture.given(other, new RecipientRegistered(RECIPIENT.recipient(), other, "authority", "eu", null, ALICE))
                .when(on(DisclosureGround.CONSENT))
                .thenRefused(RecipientUnknownException.class, "recipient-unknown");
    }

    @Test
    void refusesWhereTheContractHasEndedAndNamesTheField() {
        ContractEndedException refused = fixture.given(CLIENT, Register.recipient(LocalDate.of(2026, 11, 20)))
                .when(on(DisclosureGround.SUB_PROCESSOR))
                .thenRefused(ContractEndedException.class, "contract-ended");

        assertThat(refused.members()).isEqualTo(Map.of("ended_on", "2026-11-20"));
        assertThat(refused.errors()).extracting("pointer").containsExactly("/recipient_id");
    }

    @Test
    void recordsOnTheLastDayOfTheContract() {
        fixture.given(CLIENT, Register.recipient(LocalDate.of(2026, 11, 21)))
                .when(on(DisclosureGround.SUB_PROCESSOR))
                .thenEntries(recorded(DisclosureGround.SUB_PROCESSOR));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONSENT", "PARTNER_INTEGRATION"})
    void refusesWhereAConsumerOptedOut(DisclosureGround ground) {
        for (String use : List.of("partners", "sale")) {
            DecisionFixture.of(RecordDisclosure.class, RecordDisclosure::decide)
                    .given(CLIENT, RECIPIENT, withdrawn(CLIENT, use))
                    .when(on(ground))
                    .thenRefused(OptedOutException.class, "opted-out", Map.of("opted_out", List.of(CONSUMER.value())));
        }
    }

    @Test
    void recordsWhereTheyOptedOutOfSomethingElse() {
        fixture.given(CLIENT, RECIPIENT, withdrawn(CLIENT, "aggregates"))
                .when(on(DisclosureGround.CONSENT))
                .thenEntries(recorded(DisclosureGround.CONSENT));
    }

    @Test
    void recordsWhatStandsOnNoConsentThoughTheyOptedOut() {
        fixture.given(CLIENT, RECIPIENT, withdrawn(CLIENT, "partners"))
                .when(on(DisclosureGround.CLIENT_INSTRUCTION))
                .thenEntries(recorded(DisclosureGround.CLIENT_INSTRUCTION));
    }

    @Test
    void decidesAnewWhereTheyOptOutMeanwhile() {
        fixture.given(CLIENT, RECIPIENT)
                .comingBetween(CLIENT, withdrawn(CLIENT, "partners"))
                .when(on(DisclosureGround.PARTNER_INTEGRATION))
                .thenRefused(OptedOutException.class, "opted-out");
    }
}
