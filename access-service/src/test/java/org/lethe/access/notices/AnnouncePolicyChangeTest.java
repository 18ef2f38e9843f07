package org.lethe.access.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.notices.Shelf.CLIENT;
import static org.lethe.access.notices.Shelf.IN_30_DAYS;
import static org.lethe.access.notices.Shelf.NOW;
import static org.lethe.access.notices.Shelf.OFFICER;
import static org.lethe.access.notices.Shelf.OTHER;
import static org.lethe.access.notices.Shelf.POLICY;
import static org.lethe.access.notices.Shelf.REGISTERED;
import static org.lethe.access.notices.Shelf.published;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lethe.access.notices.AnnouncePolicyChange.Announced;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyKind;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

class AnnouncePolicyChangeTest {
    private static final Instant THIS_MORNING = NOW.minusSeconds(3_600);

    private final DecisionFixture<AnnouncePolicyChange, Announced> fixture =
            DecisionFixture.of(AnnouncePolicyChange.class, AnnouncePolicyChange::decide);

    private final AnnouncePolicyChange byEmail =
            new AnnouncePolicyChange(CLIENT, POLICY, "email", THIS_MORNING, Shelf.note(), OFFICER, NOW);

    @Test
    void isPutOnRecordWithWhoWasTold() {
        Outcome<Announced> outcome = fixture.given(CLIENT, REGISTERED, published(POLICY, "2", IN_30_DAYS))
                .when(byEmail);

        outcome.thenEntries(new LogEntry(
                        CLIENT,
                        new PolicyChangeAnnounced(
                                POLICY, CLIENT, PolicyAudience.CONSUMER, "email", THIS_MORNING, OFFICER),
                        byEmail.recipients().sealed()))
                .recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id())
                .isEqualTo(byEmail.recipients().event());
    }

    @Test
    void refusesAPolicyThatIsNotThere() {
        fixture.given(CLIENT, REGISTERED).when(byEmail).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAPolicyOfAnotherClient() {
        fixture.given(CLIENT, REGISTERED)
                .given(OTHER, published(OTHER, POLICY, PolicyAudience.CONSUMER, PolicyKind.POLICY, "2", IN_30_DAYS))
                .when(byEmail)
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAClientThatLeft() {
        fixture.given(CLIENT, REGISTERED, published(POLICY, "2", IN_30_DAYS), new ClientOffboarded(CLIENT, OFFICER))
                .when(byEmail)
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }
}
