package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

/// What decisions rely on when they destroy keys; of the keyring and of what stands for it in tests alike.
abstract class KeyDestroyerSuite {
    private static final Bucket BUCKET =
            Bucket.of(Category.MESSAGES, new Channel("web"), Instant.parse("2026-11-20T10:00:00Z"));

    private final ClientId client = ClientId.random();
    private final HoldId hold = HoldId.random();
    private final ContentScope scope = newScope();
    private final String consumer = scope.consumer().toString();

    abstract KeyDestroyer destroyer();

    /// Mints the keys of a scope.
    abstract void mint(ContentScope scope);

    abstract void inTransaction(KeyringFixture.Step step) throws SQLException;

    private ContentScope newScope() {
        return new ContentScope(client, ConsumerId.random(), ConversationId.random(), BUCKET);
    }

    private KeyDestruction destruction() {
        return destroyer().destruction(client, KeyKind.CONSUMER, consumer);
    }

    private Escrow escrow(ContentScope... scopes) {
        return destroyer().prepareEscrow(client, hold, List.of(scopes));
    }

    private EventId destroy(KeyKind kind, String naturalKey) throws SQLException {
        KeyDestruction destruction = destroyer().destruction(client, kind, naturalKey);
        EventId event = EventId.random();
        inTransaction(transaction -> destruction.execute(transaction, event, "test"));
        destruction.committed();
        return event;
    }

    @Test
    void tellsTheFingerprintOfALivingKey() {
        // given
        mint(scope);

        // then
        assertThat(destruction().key().kind()).isEqualTo(KeyKind.CONSUMER);
        assertThat(destruction().key().fingerprint()).matches("[0-9a-f]{64}");
        assertThat(destruction().alreadyDestroyed()).isEmpty();
    }

    @Test
    void tellsNoFingerprintOfAKeyThatNeverWas() {
        assertThat(destruction().key().fingerprint()).isNull();
        assertThat(destruction().alreadyDestroyed()).isEmpty();
    }

    @Test
    void tellsNoFingerprintOnceTheKeyAboveItIsGone() throws Exception {
        // given
        mint(scope);

        // when
        destroy(KeyKind.CLIENT, scope.consumerKey().wrappedBy().naturalKey());

        // then
        assertThat(destruction().key().fingerprint()).isNull();
    }

    @Test
    void leavesATombstone() throws Exception {
        // given
        mint(scope);
        String fingerprint = destruction().key().fingerprint();

        // when
        EventId event = destroy(KeyKind.CONSUMER, consumer);

        // then
        assertThat(destruction().alreadyDestroyed()).hasValueSatisfying(tombstone -> {
            assertThat(tombstone.event()).isEqualTo(event);
            assertThat(tombstone.reason()).isEqualTo("test");
            assertThat(tombstone.key()).isEqualTo(destruction().key());
        });
        assertThat(destruction().key().fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void buriesAKeyThatNeverWas() throws Exception {
        // when
        destroy(KeyKind.CONSUMER, consumer);

        // then
        assertThat(destruction().alreadyDestroyed()).isPresent();
        assertThat(destruction().key().fingerprint()).isNull();
    }

    @Test
    void destroysNothingTwice() throws Exception {
        // given two who prepared, of whom one was first
        mint(scope);
        KeyDestruction late = destruction();
        destroy(KeyKind.CONSUMER, consumer);

        // then
        assertThatExceptionOfType(KeyAlreadyDestroyedException.class)
                .isThrownBy(() -> inTransaction(connection -> late.execute(connection, EventId.random(), "test")));
        assertThatExceptionOfType(KeyAlreadyDestroyedException.class)
                .isThrownBy(
                        () -> inTransaction(connection -> destruction().execute(connection, EventId.random(), "test")));
    }

    @Test
    void refusesAKeyThatWasMintedMeanwhile() {
        // given
        KeyDestruction early = destruction();
        mint(scope);

        // then
        assertThatExceptionOfType(KeyChangedException.class)
                .isThrownBy(() -> inTransaction(connection -> early.execute(connection, EventId.random(), "test")));
    }

    @Test
    void leavesOutOfManyWhatWasDestroyedBefore() throws Exception {
        // given
        ContentScope other = newScope();
        String otherConsumer = other.consumer().toString();
        mint(scope);
        mint(other);
        EventId first = destroy(KeyKind.CONSUMER, consumer);

        // when
        KeyDestructions both = destroyer().destruction(client, KeyKind.CONSUMER, List.of(consumer, otherConsumer));
        inTransaction(connection -> both.execute(connection, Map.of(otherConsumer, EventId.random()), "test"));

        // then
        assertThat(both.keys()).containsOnlyKeys(consumer, otherConsumer);
        assertThat(both.alreadyDestroyed()).containsOnlyKeys(consumer);
        assertThat(destruction().alreadyDestroyed().orElseThrow().event()).isEqualTo(first);
        assertThat(destroyer()
                        .destruction(client, KeyKind.CONSUMER, otherConsumer)
                        .alreadyDestroyed())
                .isPresent();
    }

    @Test
    void destroysNothingWithoutAnEvent() {
        // given
        mint(scope);
        KeyDestructions destruction = destroyer().destruction(client, KeyKind.CONSUMER, List.of(consumer));

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inTransaction(connection -> destruction.execute(connection, Map.of(), "test")));
        assertThat(destruction().alreadyDestroyed()).isEmpty();
    }

    @Test
    void namesKeysInOneSpelling() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> destroyer().destruction(client, KeyKind.CONSUMER, "somebody"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> destroyer().destruction(client, KeyKind.CONSUMER, List.of()));
    }

    @Test
    void keepsForAHoldWhatLives() throws Exception {
        // given
        ContentScope erased = newScope();
        mint(scope);
        mint(erased);
        destroy(KeyKind.CONSUMER, erased.consumer().toString());

        // when
        Escrow escrow = escrow(scope, erased, scope);

        // then
        assertThat(escrow.hold()).isEqualTo(hold);
        assertThat(escrow.contents()).isEqualTo(1);
        assertThat(escrow.alreadyDestroyed()).containsOnlyKeys(erased);
    }

    @Test
    void countsWhatStandsInEscrowAlready() throws Exception {
        // given
        mint(scope);
        escrow(scope);
        destroy(KeyKind.CONSUMER, consumer);

        // when
        Escrow again = escrow(scope);

        // then
        assertThat(again.contents()).isEqualTo(1);
        assertThat(again.alreadyDestroyed()).isEmpty();
    }

    @Test
    void takesOverWhatAnotherHoldKept() throws Exception {
        // given
        mint(scope);
        escrow(scope);
        destroy(KeyKind.CONSUMER, consumer);
        HoldId other = HoldId.random();

        // when
        Escrow taker = destroyer().prepareEscrow(client, other, List.of(scope), _ -> List.of(hold));

        // then
        assertThat(taker.contents()).isEqualTo(1);
        assertThat(destroyer().escrow(client, other)).containsExactly(scope);
        assertThat(destroyer().unreadable(List.of(scope))).containsExactly(scope);
        assertThat(destroyer()
                        .prepareEscrow(client, HoldId.random(), List.of(scope))
                        .alreadyDestroyed())
                .containsOnlyKeys(scope);
    }

    @Test
    void keepsNothingThatNeverWas() {
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> escrow(scope));
    }

    @Test
    void keepsNothingForAHoldThatEnded() throws Exception {
        // given
        mint(scope);
        escrow(scope);

        // when
        KeyDestruction holdKey = destroyer().destruction(client, KeyKind.HOLD, hold.toString());
        inTransaction(connection -> holdKey.execute(connection, EventId.random(), "test"));
        holdKey.committed();
        assertThat(destroyer().releaseEscrow(client, hold)).isEqualTo(1);

        // then
        assertThat(holdKey.key().fingerprint()).isNotNull();
        assertThatExceptionOfType(KeyDestroyedException.class).isThrownBy(() -> escrow(scope));
    }
}
