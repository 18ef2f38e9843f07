package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

class RootEpochsIT {
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();
    private final RootEpochs epochs = keyring.rootEpochs(WINDOW);

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void rotatesAShardWhenTheDayOfADestructionIsOver() throws Exception {
        SealedContent living = KeyringFixture.seal(keyring, fixture.newScope(), "living");
        SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
        int shard = erased.scope().consumerKey().shard();
        Tombstone tombstone = erase(erased.scope());

        assertThat(turn()).isEqualTo(new RootEpochs.Turn(0, 0, 0, 0, List.of()));
        assertThat(epochs.status().dirtyShards()).isEqualTo(1);
        fixture.clock.advance(DAY);
        RootEpochs.Turn turn = turn();

        assertThat(turn.rotatedShards()).isEqualTo(1);
        assertThat(turn.unfinishedShards()).isZero();
        assertThat(generations(shard)).containsExactly(1);
        assertThat(turn()).isEqualTo(new RootEpochs.Turn(0, 0, 0, 0, List.of()));
        for (Keyring one : List.of(keyring, fixture.keyring())) {
            assertThat(KeyringFixture.text(KeyringFixture.open(one, living))).isEqualTo("living");
            assertThat(KeyringFixture.open(one, erased)).isEqualTo(new Opening.Erased(tombstone));
        }
    }

    @Test
    void wrapsMoreKeysOfAShardThanABatchHolds() throws Exception {
        List<ContentScope> scopes = scopesOfOneShard(2_300);
        keyring.prepare(scopes);
        SealedContent first = KeyringFixture.seal(keyring, scopes.getFirst(), "first");
        SealedContent last = KeyringFixture.seal(keyring, scopes.get(2_298), "last");
        erase(scopes.getLast());
        fixture.clock.advance(DAY);
        List<Long> done = new ArrayList<>();

        RootEpochs.Turn turn = epochs.turn((step, at, total) -> {
            if (step == RotationProgress.Step.ROTATING_SHARDS) {
                done.add(at);
                assertThat(total).isEqualTo(1);
            }
        });

        assertThat(turn.rotatedShards()).isEqualTo(1);
        assertThat(turn.wrappedKeys()).isGreaterThanOrEqualTo(2_299);
        assertThat(done).containsExactly(1L);
        assertThat(fixture.meters.counter("lethe.keyring.rewraps").count()).isEqualTo(turn.wrappedKeys());
        assertThat(fixture.keyring().open(List.of(first, last)).stream().map(KeyringFixture::text))
                .containsExactly("first", "last");
    }

    @Test
    void destroysTheRootKeyOnceNoBackupNeedsItAndMakesTombstonesFinal() throws Exception {
        SealedContent living = KeyringFixture.seal(keyring, fixture.newScope(), "living");
        SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
        int epoch = Epoch.of(fixture.clock.instant());
        Tombstone tombstone = erase(erased.scope());
        String never = ConsumerId.random().toString();
        Tombstone nothing = fixture.destroy(keyring, KeyKind.CONSUMER, never);

        fixture.clock.advance(DAY);
        RootEpochs.Turn turn = turn();
        assertThat(turn.movedClientKeys()).isPositive();
        Instant goesAt = fixture.clock.instant().plus(WINDOW);
        assertThat(epochs.status().epochs().getFirst().goesAt()).contains(goesAt);
        fixture.clock.set(goesAt.minusSeconds(1));
        assertThat(turn().destroyedEpochs()).isEmpty();
        assertThat(epochs.due(10).erased()).isEmpty();

        fixture.clock.set(goesAt);
        assertThat(turn().destroyedEpochs()).containsExactly(epoch);
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> fixture.root.epoch(epoch));
        FinalErasures due = epochs.due(10);
        assertThat(due.erased())
                .containsExactlyInAnyOrder(
                        new ErasedForGood(
                                fixture.client,
                                tombstone.key(),
                                erased.scope().consumer().toString(),
                                tombstone.event(),
                                epoch),
                        new ErasedForGood(fixture.client, nothing.key(), never, nothing.event(), epoch));
        fixture.inTransaction(due::execute);

        assertThat(epochs.due(10).erased()).isEmpty();
        assertThatExceptionOfType(KeyChangedException.class).isThrownBy(() -> fixture.inTransaction(due::execute));
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), living)))
                .isEqualTo("living");
        assertThat(KeyringFixture.open(fixture.keyring(), erased)).isEqualTo(new Opening.Erased(tombstone));
        assertThat(epochs.status().keys())
                .contains(new RootEpochs.KeyCount(KeyKind.CONSUMER, KeyState.FINAL, 2))
                .contains(new RootEpochs.KeyCount(KeyKind.CONSUMER, KeyState.ACTIVE, 1));
        assertThat(epochs.status().waitingTombstones()).isZero();
    }

    @Test
    void hasMeasuredWhatItDid() throws Exception {
        erase(prepared());
        fixture.clock.advance(DAY);
        turn();
        fixture.clock.advance(WINDOW);
        turn();

        assertThat(fixture.meters.counter("lethe.keyring.rotations").count()).isEqualTo(1);
        assertThat(fixture.meters.counter("lethe.keyring.epochs.destroyed").count())
                .isEqualTo(1);
        assertThat(fixture.meters.get("lethe.keyring.shards.dirty").gauge().value())
                .isZero();
        assertThat(fixture.meters.get("lethe.keyring.epochs").gauge().value())
                .isEqualTo(fixture.root.epochs().size());
    }

    @Test
    void movesNothingAndDestroysNothingWhereNothingWaits() {
        KeyringFixture.seal(keyring, fixture.newScope(), "living");
        fixture.clock.advance(Duration.ofDays(400));

        assertThat(turn()).isEqualTo(new RootEpochs.Turn(0, 0, 0, 0, List.of()));
        assertThat(epochs.status().epochs().getFirst().clientKeys()).isPositive();
    }

    /// A turn that was missed for months moves K on the day it comes; backups of the day before need the old
    /// root key.
    @Test
    void countsTheBackupWindowFromWhenTheLastKLeft() throws Exception {
        int epoch = Epoch.of(fixture.clock.instant());
        erase(prepared());
        fixture.clock.advance(Duration.ofDays(200));

        assertThat(turn().destroyedEpochs()).isEmpty();
        fixture.clock.advance(WINDOW);
        assertThat(turn().destroyedEpochs()).containsExactly(epoch);
    }

    @Test
    void keepsWhatAHoldKeepsReadableFromBecomingFinal() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "held");
        HoldId hold = HoldId.random();
        keyring.prepareEscrow(fixture.client, hold, List.of(content.scope()));
        Tombstone tombstone = erase(content.scope());
        Tombstone other = erase(prepared());
        turnsUntilFinal();

        assertThat(epochs.due(10).erased()).extracting(ErasedForGood::event).containsExactly(other.event());
        fixture.inTransaction(epochs.due(10)::execute);
        assertThat(KeyringFixture.text(
                        fixture.keyring().openHeld(hold, List.of(content)).getFirst()))
                .isEqualTo("held");

        keyring.releaseEscrow(fixture.client, hold);
        Tombstone released = fixture.destroy(keyring, KeyKind.HOLD, hold.toString());
        assertThat(epochs.due(10).erased()).isEmpty();
        turnsUntilFinal();
        assertThat(epochs.due(10).erased())
                .extracting(ErasedForGood::event)
                .containsExactlyInAnyOrder(tombstone.event(), released.event());
    }

    @Test
    void makesAnOffBoardedClientFinalWithItsK() throws Exception {
        ContentScope scope = prepared();
        Tombstone erased = erase(scope);
        Tombstone clientKey = fixture.destroy(
                keyring, KeyKind.CLIENT, scope.consumerKey().wrappedBy().naturalKey());
        turnsUntilFinal();

        assertThat(epochs.due(10).erased())
                .extracting(ErasedForGood::event)
                .containsExactlyInAnyOrder(erased.event(), clientKey.event());
    }

    @Test
    void mintsNothingUnderAGenerationThatWasDropped() throws Exception {
        List<ContentScope> scopes = scopesOfOneShard(3);
        keyring.prepare(scopes.getFirst());
        KeyName clientKey = scopes.getFirst().consumerKey().wrappedBy();
        KeyDatabase database = new KeyDatabase(pool);
        var stale = database.read(connection -> KeyTable.select(connection, Set.of(clientKey)));
        erase(scopes.getFirst());
        fixture.clock.advance(DAY);
        assertThat(turn().rotatedShards()).isEqualTo(1);
        KeyName name = scopes.get(1).consumerKey();

        int inserted = database.write(connection ->
                KeyTable.insert(connection, List.of(KeyRow.minted(name, 0, 20_778, new byte[Wrapping.KEY_BYTES]))));
        var minted = new Mint(database, fixture.root, fixture.meters).mint(new TreeSet<>(Set.of(name)), stale);

        assertThat(inserted).isZero();
        assertThat(minted.get(name).generation()).isEqualTo(1);
        SealedContent content = KeyringFixture.seal(keyring, scopes.get(1), "new");
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("new");
    }

    /// A process that dies after any number of its transactions leaves a keyring that opens what lives, and
    /// that the next turn finishes.
    @Test
    void resumesAfterACrashAtAnyPoint() throws Exception {
        List<SealedContent> living = IntStream.range(0, 12)
                .mapToObj(i -> KeyringFixture.seal(keyring, fixture.newScope(), "living"))
                .toList();
        int crashes = 0;
        for (int survives = 1; ; survives++) {
            SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
            erase(erased.scope());
            fixture.clock.advance(DAY);
            boolean crashed = crashesAfter(survives);
            try (Keyring fresh = fixture.keyring()) { // each keeps a connection
                assertThat(fresh.open(living))
                        .isNotEmpty()
                        .allSatisfy(opening ->
                                assertThat(KeyringFixture.text(opening)).isEqualTo("living"));
                assertThat(KeyringFixture.open(fresh, erased)).isInstanceOf(Opening.Erased.class);
            }
            if (!crashed) {
                break;
            }
            crashes++;
            assertThat(turn().unfinishedShards()).isZero();
            assertThat(epochs.status().rotatingShards()).isZero();
        }
        assertThat(crashes).isGreaterThanOrEqualTo(8);
        turnsUntilFinal();
        List<ErasedForGood> due = epochs.due(1_000).erased();
        assertThat(due).hasSize(crashes + 1);
        assertThat(fixture.keyring().open(living))
                .isNotEmpty()
                .allSatisfy(opening -> assertThat(KeyringFixture.text(opening)).isEqualTo("living"));
    }

    private boolean crashesAfter(int connections) {
        MortalDataSource mortal = new MortalDataSource(pool, connections);
        try (Keyring dying = Keyring.open(mortal, fixture.root, fixture.clock, fixture.meters)) {
            mortal.startCounting();
            dying.rootEpochs(WINDOW).turn(RotationProgress.NONE);
            return false;
        } catch (KeyringUnavailableException e) {
            return true;
        }
    }

    private void turnsUntilFinal() {
        fixture.clock.advance(DAY);
        assertThat(turn().unfinishedShards()).isZero();
        fixture.clock.advance(WINDOW);
        assertThat(turn().destroyedEpochs()).isNotEmpty();
    }

    private RootEpochs.Turn turn() {
        return fixture.turn(epochs);
    }

    private ContentScope prepared() {
        ContentScope scope = fixture.newScope();
        keyring.prepare(scope);
        return scope;
    }

    private Tombstone erase(ContentScope scope) throws Exception {
        return fixture.destroy(keyring, KeyKind.CONSUMER, scope.consumer().toString());
    }

    private List<ContentScope> scopesOfOneShard(int count) {
        return Stream.generate(fixture::newScope)
                .filter(scope -> scope.consumerKey().shard() == 7)
                .limit(count)
                .toList();
    }

    private Set<Integer> generations(int shard) throws Exception {
        Set<Integer> generations = new TreeSet<>();
        fixture.inTransaction(connection -> {
            try (var statement = connection.prepareStatement("SELECT DISTINCT generation FROM keyring.keys"
                    + " WHERE client_id = ? AND shard = ? AND wrapped IS NOT NULL")) {
                statement.setObject(1, fixture.client.value());
                statement.setInt(2, shard);
                try (var result = statement.executeQuery()) {
                    while (result.next()) {
                        generations.add(result.getInt(1));
                    }
                }
            }
        });
        return generations;
    }
}
