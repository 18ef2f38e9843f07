package org.lethe.transcript.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.SCOPE;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.escrow.DestroyHoldKey.Destroyed;

class DestroyHoldKeyTest {
    private static final EventId ORDER = EventId.random();
    private static final DestroyHoldKey DESTROY = new DestroyHoldKey(CLIENT, HOLD, ORDER, NOW);

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final DecisionFixture<DestroyHoldKey, Destroyed> fixture = DecisionFixture.of(
                    DestroyHoldKey.class, (command, decision) -> command.decide(keys, decision))
            .runningSteps();

    private static KeyDestroyed destroyed(HoldId hold, String fingerprint) {
        return new KeyDestroyed(new DestroyedKey(KeyKind.HOLD, fingerprint), hold.toString(), ORDER);
    }

    @Test
    void destroysTheKeyAndWhatItKeptReadable() throws SQLException {
        // given
        keys.prepareEscrow(CLIENT, HOLD, List.of(SCOPE)).execute(null);
        String fingerprint = keys.mint(CLIENT, KeyKind.HOLD, HOLD.toString());

        // when
        Outcome<Destroyed> outcome = fixture.when(DESTROY);

        // then
        outcome.then(CLIENT, destroyed(HOLD, fingerprint))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Destroyed());
        assertThat(keys.escrowed(HOLD)).isEmpty();
        assertThat(keys.destruction(CLIENT, KeyKind.HOLD, HOLD.toString()).alreadyDestroyed())
                .hasValueSatisfying(tombstone -> {
                    assertThat(tombstone.reason()).isEqualTo("hold-released");
                    assertThat(tombstone.event())
                            .isEqualTo(outcome.happened().getFirst().id());
                });
    }

    @Test
    void buriesTheKeyOfAHoldThatKeptNothing() {
        // so none is minted for it after its end
        fixture.when(DESTROY).then(CLIENT, destroyed(HOLD, null)).withAStep();

        assertThat(keys.destruction(CLIENT, KeyKind.HOLD, HOLD.toString()).alreadyDestroyed())
                .isPresent();
    }

    @Test
    void destroysNothingTwice() {
        fixture.when(DESTROY);

        fixture.when(DESTROY).thenNothing().answers(new Destroyed());
    }

    @Test
    void destroysNothingWhereTheLogSaysItIsGone() {
        fixture.given(CLIENT, destroyed(HOLD, null)).when(DESTROY).thenNothing();
    }

    @Test
    void destroysOnceWhereTwoDestroyAtOnce() {
        fixture.comingBetween(CLIENT, destroyed(HOLD, null))
                .when(DESTROY)
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void ignoresAnotherHoldsKey() {
        fixture.given(CLIENT, destroyed(HoldId.random(), null)).when(DESTROY).then(CLIENT, destroyed(HOLD, null));
    }
}
