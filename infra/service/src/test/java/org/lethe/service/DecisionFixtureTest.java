package org.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class DecisionFixtureTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Criteria.Types TYPES = Criteria.types(ClientRegistered.class, ClientOffboarded.class);

    /// @param brings whether SQL comes along
    private record Leave(ClientId client, boolean brings) implements Command<Integer> {
        Integer decide(Decision decision) {
            List<Sourced> known = decision.source(Criteria.of(EventTag.CLIENT, client, TYPES));
            if (known.isEmpty()) {
                throw new NotFoundException();
            }
            if (known.size() == 1) {
                decision.append(client, new ClientOffboarded(client, "me"), NOW);
                if (brings) {
                    decision.attach(transaction -> transaction.prepareStatement("SELECT 1"));
                }
            }
            return known.size();
        }
    }

    private final ClientId client = ClientId.random();
    private final ClientRegistered registered = new ClientRegistered(client, "Acme", "eu");
    private final ClientOffboarded left = new ClientOffboarded(client, "me");
    private final DecisionFixture<Leave, Integer> fixture = DecisionFixture.of(Leave.class, Leave::decide);

    @Test
    void tellsWhatHappenedAndWhatWasAnswered() {
        // when
        Outcome<Integer> outcome = fixture.given(client, registered).when(new Leave(client, false));

        // then
        outcome.then(client, left).recordedAt(NOW).answers(1).withoutAStep().decidedOnce();
        assertThat(outcome.happened())
                .singleElement()
                .satisfies(sourced -> assertThat(sourced.position()).isNotNull());
        fixture.when(new Leave(client, false)).thenNothing().answers(2);
    }

    @Test
    void tellsARefusalByItsProblemType() {
        Outcome<Integer> outcome = fixture.when(new Leave(client, false));

        outcome.thenRefused(NotFoundException.class, "not-found");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcome.thenRefused(NotFoundException.class, "gone"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcome.thenRefused(IllegalStateException.class));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(outcome::thenNothing);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> outcome.answers(1));
    }

    @Test
    void hasItDecidedAnewWhereSomethingItSourcedComesBetween() {
        fixture.given(client, registered)
                .comingBetween(client, new ClientOffboarded(client, "somebody else"))
                .when(new Leave(client, false))
                .decidedAnew()
                .thenNothing()
                .answers(2);
    }

    @Test
    void doesNotMindWhatItDidNotSource() {
        ClientId other = ClientId.random();

        fixture.given(client, registered)
                .comingBetween(other, new ClientOffboarded(other, "somebody else"))
                .when(new Leave(client, false))
                .decidedOnce()
                .then(client, left);
    }

    @Test
    void seesThatThereIsMoreOrLessThanExpected() {
        Outcome<Integer> outcome = fixture.given(client, registered).when(new Leave(client, false));

        assertThatExceptionOfType(AssertionError.class).isThrownBy(outcome::thenNothing);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> outcome.then(client));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> outcome.then(client, left, left));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> outcome.then(ClientId.random(), left));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcome.thenRefused(NotFoundException.class, "not-found"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(outcome::decidedAnew);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(outcome::withAStep);
    }

    @Test
    void notesSqlAndGivesItNoDatabase() {
        fixture.given(client, registered)
                .when(new Leave(client, true))
                .then(client, left)
                .withAStep();

        DecisionFixture<Leave, Integer> running = DecisionFixture.of(Leave.class, Leave::decide);
        Outcome<Integer> failed =
                running.runningSteps().given(client, registered).when(new Leave(client, true));
        assertThat(failed.thenRefused(AppendFailedException.class))
                .hasRootCauseMessage("a decision is tested without a database: prepareStatement");
    }
}
