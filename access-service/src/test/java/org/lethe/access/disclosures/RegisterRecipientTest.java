package org.lethe.access.disclosures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.disclosures.Register.CLIENT;
import static org.lethe.access.disclosures.Register.NOW;
import static org.lethe.access.disclosures.Register.REGISTERED;
import static org.lethe.access.disclosures.Register.WORDS;

import org.junit.jupiter.api.Test;
import org.lethe.access.disclosures.RegisterRecipient.Registered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class RegisterRecipientTest {
    private static final RecipientRegistered RECIPIENT = Register.recipient(null);

    private final DecisionFixture<RegisterRecipient, Registered> fixture =
            DecisionFixture.of(RegisterRecipient.class, RegisterRecipient::decide);

    @Test
    void registersARecipientWithItsWords() {
        // when
        Outcome<Registered> outcome =
                fixture.given(CLIENT, REGISTERED).when(new RegisterRecipient(RECIPIENT, WORDS, NOW));

        // then
        outcome.thenEntries(new LogEntry(CLIENT, RECIPIENT, WORDS.sealed())).recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(WORDS.event());
    }

    @Test
    void refusesAnUnknownClient() {
        fixture.when(new RegisterRecipient(RECIPIENT, WORDS, NOW)).thenRefused(NotFoundException.class, "not-found");
    }
}
