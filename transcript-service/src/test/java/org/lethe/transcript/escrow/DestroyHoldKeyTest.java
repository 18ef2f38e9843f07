package org.lethe.transcript.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.SCOPE;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.HeldContentReleased.Gone;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.escrow.DestroyHoldKey.Destroyed;

class DestroyHoldKeyTest {
    private static final EventId ORDER = EventId.random();
    private static final DestroyHoldKey DESTROY = new DestroyHoldKey(CLIENT, HOLD, ORDER);

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final DecisionFixture<DestroyHoldKey, Destroyed> fixture = DecisionFixture.of(
                    DestroyHoldKey.class, (command, decision) -> command.decide(keys, MOMENTS, decision))
            .runningSteps();

    private static KeyDestroyed destroyed(HoldId hold, String fingerprint) {
        return new KeyDestroyed(new DestroyedKey(KeyKind.HOLD, fingerprint), hold.toString(), ORDER);
    }

    @Test
    void destroysTheKeyAndWhatItKeptReadable() throws SQLException {
        // given
        keys.prepareEscrow(CLIENT, HOLD, List.of(SCOPE));
        String fingerprint = keys.mint(CLIENT, KeyKind.HOLD, HOLD.toString());

        // when
        Outcome<Destroyed> outcome = fixture.when(DESTROY);

        // then
        outcome.then(CLIENT, destroyed(HOLD, fingerprint), released(List.of(), List.of()))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Destroyed());
        assertThat(keys.destruction(CLIENT, KeyKind.HOLD, HOLD.toString()).alreadyDestroyed())
                .hasValueSatisfying(tombstone -> {
                    assertThat(tombstone.reason()).isEqualTo("hold-released");
                    assertThat(tombstone.event())
                            .isEqualTo(outcome.happened().getFirst().id());
                });
    }

    private static LegalHoldPlaced placed(HoldId hold) {
        HoldScope scope = new HoldScope(List.of(SCOPE.consumer()), List.of(), null, null, null, false);
        return new LegalHoldPlaced(hold, CLIENT, scope, 0, "officer");
    }

    private static LegalHoldReleased release(HoldId hold) {
        return new LegalHoldReleased(hold, CLIENT, null, "officer");
    }

    private static HeldContentReleased released(List<Gone> gone, List<Escrowed> handedOn) {
        return new HeldContentReleased(HOLD, CLIENT, ORDER, gone, handedOn, NOW);
    }

    /// The consumer of the scope is erased, and the hold alone has it.
    private void erasedUnder(HoldId hold) throws SQLException {
        keys.prepareEscrow(CLIENT, hold, List.of(SCOPE));
        keys.destruction(CLIENT, KeyKind.CONSUMER, SCOPE.consumer().toString())
                .execute(null, EventId.random(), "erasure");
    }

    @Test
    void handsOnWhatAnotherHoldCovers() throws SQLException {
        HoldId other = HoldId.random();
        erasedUnder(HOLD);
        String fingerprint = keys.mint(CLIENT, KeyKind.HOLD, HOLD.toString());

        fixture.given(CLIENT, placed(HOLD), placed(other), release(HOLD))
                .when(DESTROY)
                .then(CLIENT, destroyed(HOLD, fingerprint), released(List.of(), List.of(new Escrowed(other, 1))));

        assertThat(keys.escrowed(other)).containsExactly(SCOPE);
    }

    @Test
    void handsOnToAHoldThatIsPlacedMeanwhileByTheLogAlone() throws SQLException {
        // a hold that comes after the last release comes too late, however long the deed takes
        HoldId late = HoldId.random();
        erasedUnder(HOLD);
        String fingerprint = keys.mint(CLIENT, KeyKind.HOLD, HOLD.toString());

        fixture.given(CLIENT, placed(HOLD), release(HOLD), placed(late))
                .when(DESTROY)
                .then(CLIENT, destroyed(HOLD, fingerprint), released(List.of(new Gone(SCOPE.bucket(), 1)), List.of()));

        assertThat(keys.escrowed(late)).isEmpty();
    }

    @Test
    void stopsFollowingWhomNoOtherHoldNames() throws SQLException {
        HoldId other = HoldId.random();
        keys.forget(null, CLIENT, SCOPE.consumer(), true);

        fixture.given(CLIENT, placed(HOLD), placed(other), release(HOLD)).when(DESTROY);
        assertThat(keys.followed()).containsExactly(SCOPE.consumer());

        fixture.given(CLIENT, release(other)).when(new DestroyHoldKey(CLIENT, other, ORDER));
        assertThat(keys.followed()).isEmpty();
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
