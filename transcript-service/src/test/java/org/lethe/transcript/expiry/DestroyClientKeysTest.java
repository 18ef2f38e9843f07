package org.lethe.transcript.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.hold;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.holdOnAll;
import static org.lethe.transcript.Example.released;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.keyring.Keyring;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.expiry.DestroyBuckets.Destroyed;

class DestroyClientKeysTest {
    private static final EventId ORDER = EventId.random();
    private static final DestroyClientKeys DESTROY = new DestroyClientKeys(CLIENT, ORDER);

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory();
    private final List<ExpiryStep> steps = new ArrayList<>();
    private final DecisionFixture<DestroyClientKeys, Destroyed> fixture = DecisionFixture.of(
                    DestroyClientKeys.class, (command, decision) -> command.decide(keys, steps::add, MOMENTS, decision))
            .runningSteps();

    private KeyDestroyed destroyed(int shard) {
        return new KeyDestroyed(new DestroyedKey(KeyKind.CLIENT, null), CLIENT + "/" + shard, ORDER);
    }

    @Test
    void destroysAllOfThemInOneCommit() {
        // given one that was used, the others never minted
        DestroyedKey used = new DestroyedKey(KeyKind.CLIENT, keys.mint(CLIENT, KeyKind.CLIENT, "7"));

        // when
        Outcome<Destroyed> outcome = fixture.when(DESTROY).withAStep().recordedAt(NOW);

        // then
        assertThat(outcome.happened())
                .extracting(Sourced::event)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, Keyring.CLIENT_KEY_SHARDS)
                        .mapToObj(shard -> shard == 7 ? new KeyDestroyed(used, CLIENT + "/7", ORDER) : destroyed(shard))
                        .toList());
        assertThat(outcome.answer().destruction()).hasSize(1);
        assertThat(steps).containsExactly(ExpiryStep.DESTROYED);
        assertThat(keys.destruction(CLIENT, KeyKind.CLIENT, "7").alreadyDestroyed())
                .hasValueSatisfying(tombstone -> assertThat(tombstone.reason()).isEqualTo("account-end"));
    }

    @Test
    void destroysNothingTwice() {
        fixture.when(DESTROY);

        fixture.when(DESTROY).thenNothing().answers(new Destroyed(List.of()));
    }

    @Test
    void leavesOutWhatWasDestroyedBefore() throws SQLException {
        keys.destruction(CLIENT, KeyKind.CLIENT, "7").execute(null, EventId.random(), "test");

        Outcome<Destroyed> outcome = fixture.when(DESTROY);

        assertThat(outcome.happened())
                .hasSize(Keyring.CLIENT_KEY_SHARDS - 1)
                .extracting(Sourced::event)
                .doesNotContain(destroyed(7));
    }

    @Test
    void destroysNothingWhileAnyHoldIsInForce() {
        fixture.given(CLIENT, holdOn(ConsumerId.random()))
                .when(DESTROY)
                .thenNothing()
                .answers(new Destroyed(List.of()));
    }

    @Test
    void destroysOnceTheHoldIsReleased() {
        assertThat(fixture.given(CLIENT, holdOnAll(), released()).when(DESTROY).happened())
                .hasSize(Keyring.CLIENT_KEY_SHARDS);
    }

    @Test
    void losesToAHoldThatIsPlacedMeanwhile() {
        fixture.comingBetween(CLIENT, holdOnAll()).when(DESTROY).decidedAnew().thenNothing();

        assertThat(keys.destruction(CLIENT, KeyKind.CLIENT, "7").alreadyDestroyed())
                .isEmpty();
    }

    @Test
    void ignoresAnotherClientsHold() {
        assertThat(fixture.given(OTHER_CLIENT, hold(OTHER_CLIENT, holdOnAll().scope()))
                        .when(DESTROY)
                        .happened())
                .hasSize(Keyring.CLIENT_KEY_SHARDS);
    }
}
