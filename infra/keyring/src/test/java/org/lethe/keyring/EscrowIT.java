package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

class EscrowIT {
    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();
    private final HoldId hold = HoldId.random();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void keepsWhatIsHeldReadableForTheHoldAlone() throws Exception {
        ContentScope scope = fixture.newScope();
        SealedContent content = KeyringFixture.seal(keyring, scope, "held");
        Tombstone erased = eraseUnderHold(scope);

        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Erased(erased));
        assertThat(text(keyring.openHeld(hold, List.of(content)))).containsExactly("held");
        assertThat(text(fixture.keyring().openHeld(hold, List.of(content)))).containsExactly("held");
        assertThat(keyring.openHeld(HoldId.random(), List.of(content))).containsExactly(new Opening.Erased(erased));
        assertThat(keyring.escrowed(fixture.client, hold)).isEqualTo(1);
        assertThat(fixture.meters
                        .counter("lethe.keyring.opens", "outcome", "held")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void opensFromTheEscrowOfAnotherHoldThatKeepsIt() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        Tombstone erased = eraseUnderHold(content.scope());
        HoldId other = HoldId.random();

        assertThat(text(keyring.openHeld(other, List.of(content), _ -> List.of(hold))))
                .containsExactly("held");
        assertThat(keyring.openHeld(other, List.of(content), _ -> List.of(HoldId.random())))
                .containsExactly(new Opening.Erased(erased));
    }

    @Test
    void handsOnWhatOneHoldKeptToAnother() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        eraseUnderHold(content.scope());
        HoldId other = HoldId.random();

        Escrow taker = keyring.prepareEscrow(fixture.client, other, List.of(content.scope()), _ -> List.of(hold));
        KeyDestruction destruction = keyring.destruction(fixture.client, KeyKind.HOLD, hold.toString());
        fixture.inTransaction(connection -> destruction.execute(connection, EventId.random(), "released"));
        destruction.committed();
        keyring.releaseEscrow(fixture.client, hold);

        assertThat(taker.contents()).isEqualTo(1);
        assertThat(taker.alreadyDestroyed()).isEmpty();
        assertThat(text(fixture.keyring().openHeld(other, List.of(content)))).containsExactly("held");
        assertThat(keyring.escrow(fixture.client, other)).containsExactly(content.scope());
        assertThat(keyring.escrow(fixture.client, hold)).isEmpty();
        assertThat(keyring.unreadable(List.of(content.scope()))).containsExactly(content.scope());
    }

    /// A hold that ended before may have left its rows; another ends while somebody looks, between any two statements.
    @Test
    void findsWhatIsHandedOnWhileItLooks() throws Exception {
        for (int statement = 1; statement <= 8; statement++) {
            SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
            HoldId first = HoldId.random();
            HoldId ending = HoldId.random();
            HoldId taking = HoldId.random();
            keyring.prepareEscrow(fixture.client, first, List.of(content.scope()));
            keyring.prepareEscrow(fixture.client, ending, List.of(content.scope()));
            fixture.destroy(
                    keyring, KeyKind.CONSUMER, content.scope().consumer().toString());
            fixture.destroy(keyring, KeyKind.HOLD, first.toString());
            Keepers keepers = _ -> List.of(taking, first, ending);
            InterruptedDataSource interrupted = new InterruptedDataSource(pool);
            Keyring reader = fixture.keyring(interrupted);
            interrupted.before(statement, () -> {
                keyring.prepareEscrow(fixture.client, taking, List.of(content.scope()), keepers);
                return fixture.destroy(keyring, KeyKind.HOLD, ending.toString());
            });

            assertThat(text(reader.openHeld(taking, List.of(content), keepers)))
                    .as("the hold ends before statement %d", statement)
                    .containsExactly("held");
        }
    }

    @Test
    void opensByLivingKeysWhereTheyLive() throws Exception {
        SealedContent living = KeyringFixture.seal(keyring, fixture.newScope(), "living");
        SealedContent held = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
        eraseUnderHold(held.scope());
        Tombstone tombstone = fixture.destroy(
                keyring, KeyKind.CONSUMER, erased.scope().consumer().toString());

        List<Opening> openings = keyring.openHeld(hold, List.of(living, held, erased));

        assertThat(text(openings.subList(0, 2))).containsExactly("living", "held");
        assertThat(openings.get(2)).isEqualTo(new Opening.Erased(tombstone));
    }

    @Test
    void keepsABucketsContentByConversation() throws Exception {
        List<SealedContent> contents = IntStream.range(0, 300)
                .mapToObj(i -> KeyringFixture.seal(keyring, fixture.newScope(), "hello " + i))
                .toList();
        List<SealedContent> held = contents.subList(0, 200);
        String bucket = contents.getFirst().scope().bucket().wireName();
        Escrow escrow = keyring.prepareEscrow(
                fixture.client, hold, held.stream().map(SealedContent::scope).toList());
        KeyDestruction destruction = keyring.destruction(fixture.client, KeyKind.BUCKET, bucket);
        fixture.inTransaction(connection -> destruction.execute(connection, EventId.random(), "expiry"));
        destruction.committed();

        assertThat(escrow.contents()).isEqualTo(200);
        assertThat(keyring.escrowed(fixture.client, hold)).isEqualTo(200);
        List<Opening> openings = keyring.openHeld(hold, contents);
        assertThat(text(openings.subList(0, 200)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "hello " + i).toList());
        assertThat(openings.subList(200, 300))
                .isNotEmpty()
                .allSatisfy(opening -> assertThat(opening).isInstanceOf(Opening.Expired.class));
    }

    @Test
    void opensNothingAfterTheRelease() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        Tombstone erased = eraseUnderHold(content.scope());
        KeyDestruction destruction = keyring.destruction(fixture.client, KeyKind.HOLD, hold.toString());

        fixture.inTransaction(connection -> destruction.execute(connection, EventId.random(), "released"));
        destruction.committed();
        assertThat(keyring.releaseEscrow(fixture.client, hold)).isEqualTo(1);

        assertThat(keyring.openHeld(hold, List.of(content))).containsExactly(new Opening.Erased(erased));
        assertThat(keyring.escrowed(fixture.client, hold)).isZero();
        ContentScope another = fixture.newScope();
        keyring.prepare(another);
        assertThatExceptionOfType(KeyDestroyedException.class)
                .isThrownBy(() -> keyring.prepareEscrow(fixture.client, hold, List.of(another)));
    }

    @Test
    void opensNothingOnceHIsDestroyedEvenWithTheBytesInPlace() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        Tombstone erased = eraseUnderHold(content.scope());

        fixture.destroy(keyring, KeyKind.HOLD, hold.toString());

        assertThat(keyring.openHeld(hold, List.of(content))).containsExactly(new Opening.Erased(erased));
    }

    @Test
    void mintsNoKeyOfWhatIsToBeHeld() {
        ContentScope unborn = fixture.newScope();

        assertThatExceptionOfType(UnknownKeyException.class)
                .isThrownBy(() -> keyring.prepareEscrow(fixture.client, hold, List.of(unborn)));
        assertThat(keyring.destruction(
                                fixture.client,
                                KeyKind.CONSUMER,
                                unborn.consumer().toString())
                        .key()
                        .fingerprint())
                .isNull();
    }

    @Test
    void reportsWhatWasDestroyedBeforeItCouldBeHeld() throws Exception {
        ContentScope living = fixture.newScope();
        ContentScope erased = fixture.newScope();
        keyring.prepare(List.of(living, erased));
        Tombstone tombstone =
                fixture.destroy(keyring, KeyKind.CONSUMER, erased.consumer().toString());

        Escrow escrow = keyring.prepareEscrow(fixture.client, hold, List.of(living, erased, living));

        assertThat(escrow.contents()).isEqualTo(1);
        assertThat(escrow.alreadyDestroyed()).containsOnlyKeys(erased).containsValue(tombstone);
    }

    @Test
    void changesNothingWhenItIsDoneAgain() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        keyring.prepareEscrow(fixture.client, hold, List.of(content.scope()));
        Escrow again = keyring.prepareEscrow(fixture.client, hold, List.of(content.scope()));
        assertThat(again.contents()).isEqualTo(1);
        eraseUnderHold(content.scope());

        Escrow afterwards = keyring.prepareEscrow(fixture.client, hold, List.of(content.scope()));

        assertThat(afterwards.contents()).isEqualTo(1);
        assertThat(afterwards.alreadyDestroyed()).isEmpty();
        assertThat(keyring.escrowed(fixture.client, hold)).isEqualTo(1);
        assertThat(text(keyring.openHeld(hold, List.of(content)))).containsExactly("held");
    }

    @Test
    void refusesContentKeysThatWereSwappedInTheTable() throws Exception {
        SealedContent one = KeyringFixture.seal(keyring, fixture.newScope(), "one");
        SealedContent two = KeyringFixture.seal(keyring, fixture.newScope(), "two");
        eraseUnderHold(one.scope());
        eraseUnderHold(two.scope());
        fixture.inTransaction(connection -> {
            try (var statement = connection.prepareStatement("UPDATE keyring.escrow SET wrapped ="
                    + " (SELECT wrapped FROM keyring.escrow WHERE conversation_id = ?) WHERE conversation_id = ?")) {
                statement.setObject(1, two.scope().conversation().value());
                statement.setObject(2, one.scope().conversation().value());
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
        });

        assertThatExceptionOfType(TamperedException.class).isThrownBy(() -> keyring.openHeld(hold, List.of(one)));
    }

    private Tombstone eraseUnderHold(ContentScope scope) throws Exception {
        keyring.prepareEscrow(fixture.client, hold, List.of(scope));
        KeyDestruction destruction = keyring.destruction(
                fixture.client, KeyKind.CONSUMER, scope.consumer().toString());
        fixture.inTransaction(connection -> destruction.execute(connection, EventId.random(), "erasure"));
        destruction.committed();
        return keyring.destruction(
                        fixture.client, KeyKind.CONSUMER, scope.consumer().toString())
                .alreadyDestroyed()
                .orElseThrow();
    }

    private static List<String> text(List<Opening> openings) {
        return openings.stream().map(KeyringFixture::text).toList();
    }
}
