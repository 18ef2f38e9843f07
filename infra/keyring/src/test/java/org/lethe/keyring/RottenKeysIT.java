package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;
import org.lethe.sql.Sql;

/// One flipped bit in one wrapped key.
class RottenKeysIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WINDOW = Duration.ofDays(30);

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();
    private final RootEpochs epochs = keyring.rootEpochs(WINDOW);

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void goesWithoutAFingerprint(KeyKind kind) throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "lost");
        ContentScope scope = content.scope();
        HoldId hold = HoldId.random();
        keyring.prepareEscrow(fixture.client, hold, List.of(scope));
        keyring.blindId(fixture.client, "any", fixture.client.value(), "any");
        String naturalKey = switch (kind) {
            case CONSUMER -> scope.consumer().toString();
            case BUCKET -> scope.bucket().wireName();
            case CONVERSATION -> scope.conversation().toString();
            case HOLD -> hold.toString();
            case CLIENT -> scope.consumerKey().wrappedBy().naturalKey();
            case BLIND_INDEX -> fixture.client.toString();
        };
        rot(kind, naturalKey);

        Tombstone tombstone = fixture.destroy(keyring, kind, naturalKey);

        assertThat(tombstone.key()).isEqualTo(new DestroyedKey(kind, null));
        assertThat(Sql.on(pool, "SELECT unread FROM keyring.keys WHERE kind = ? AND natural_key = ? AND client_id = ?")
                        .values(kind.code(), naturalKey, fixture.client.value())
                        .first(row -> row.text(1)))
                .contains("tampered");
        assertThat(fixture.meters.counter("lethe.keyring.tampered").count()).isPositive();
    }

    @Test
    void leavesTheOthersTheirFingerprints() throws Exception {
        ContentScope whole = prepared();
        ContentScope rotten = prepared();
        rot(KeyKind.CONSUMER, rotten.consumer().toString());

        KeyDestructions both = keyring.destruction(
                fixture.client,
                KeyKind.CONSUMER,
                List.of(whole.consumer().toString(), rotten.consumer().toString()));

        assertThat(both.keys().get(whole.consumer().toString()).fingerprint()).hasSize(64);
        assertThat(both.keys().get(rotten.consumer().toString()).fingerprint()).isNull();
    }

    @Test
    void keepsNoErasureBesideItFromBecomingFinal() throws Exception {
        ContentScope erased = prepared();
        ContentScope rotten = prepared();
        while (rotten.consumerKey().shard() != erased.consumerKey().shard()) {
            rotten = prepared();
        }
        rot(KeyKind.CONSUMER, rotten.consumer().toString());
        Tombstone tombstone =
                fixture.destroy(keyring, KeyKind.CONSUMER, erased.consumer().toString());

        fixture.clock.advance(DAY);
        RootEpochs.Turn turn = fixture.turn(epochs);
        fixture.clock.advance(WINDOW);
        fixture.turn(epochs);

        assertThat(turn.rotatedShards()).isEqualTo(1);
        assertThat(epochs.due(10).erased()).extracting(ErasedForGood::event).containsExactly(tombstone.event());
        assertThat(fixture.meters.get("lethe.keyring.rotten").gauge().value()).isEqualTo(1);
    }

    @Test
    void keepsNoErasureOfAnotherClientFromBecomingFinalByAK() throws Exception {
        KeyringFixture other = new KeyringFixture(pool, fixture.clock, fixture.root);
        Keyring others = other.keyring();
        ContentScope rotten = prepared();
        fixture.destroy(keyring, KeyKind.CONSUMER, rotten.consumer().toString());
        rot(KeyKind.CLIENT, rotten.consumerKey().wrappedBy().naturalKey());
        ContentScope erased = other.newScope();
        others.prepare(erased);
        Tombstone tombstone =
                other.destroy(others, KeyKind.CONSUMER, erased.consumer().toString());

        fixture.clock.advance(DAY);
        RootEpochs.Turn turn = fixture.turn(epochs);
        fixture.clock.advance(WINDOW);
        assertThat(fixture.turn(epochs).destroyedEpochs()).hasSize(1);

        assertThat(turn.rotatedShards()).isEqualTo(1);
        assertThat(turn.unfinishedShards()).isEqualTo(1);
        assertThat(epochs.due(10).erased()).extracting(ErasedForGood::event).containsExactly(tombstone.event());
        other.close();
    }

    @Test
    void isWrappedAgainOnceItIsMended() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "kept");
        SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
        fixture.destroy(keyring, KeyKind.CONSUMER, erased.scope().consumer().toString());
        String shard = content.scope().consumerKey().wrappedBy().naturalKey();
        rot(KeyKind.CLIENT, shard);
        fixture.clock.advance(DAY);
        fixture.turn(epochs);
        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> KeyringFixture.open(fixture.keyring(), content));

        rot(KeyKind.CLIENT, shard); // the same bit again: it is whole
        fixture.turn(epochs);

        assertThat(fixture.meters.get("lethe.keyring.rotten").gauge().value()).isZero();
        fixture.clock.advance(WINDOW);
        fixture.turn(epochs);
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("kept");
    }

    private ContentScope prepared() {
        ContentScope scope = fixture.newScope();
        keyring.prepare(scope);
        return scope;
    }

    private void rot(KeyKind kind, String naturalKey) throws SQLException {
        int rotten = Sql.on(
                        pool,
                        "UPDATE keyring.keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)"
                                + " WHERE kind = ? AND natural_key = ? AND client_id = ? AND wrapped IS NOT NULL")
                .values(kind.code(), naturalKey, fixture.client.value())
                .update();
        assertThat(rotten).isEqualTo(1);
    }
}
