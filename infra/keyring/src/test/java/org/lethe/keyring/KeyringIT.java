package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;

class KeyringIT {
    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void opensInAnotherProcessWhatOneSealed() {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");

        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("hello");
    }

    @Test
    void preparesAndOpensAtHandWithoutSql() {
        fixture.listens(keyring);
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        int before = fixture.dataSource.connections.get();

        for (int i = 0; i < 100; i++) {
            KeyringFixture.open(keyring, KeyringFixture.seal(keyring, content.scope(), "again"));
            keyring.blindId(
                    fixture.client, "message", content.scope().conversation().value(), "m-" + i);
        }

        assertThat(fixture.dataSource.connections.get() - before).isLessThanOrEqualTo(2); // P is minted once
    }

    @Test
    void preparesAndOpensManyWithAHandfulOfStatements() {
        List<ContentScope> scopes =
                IntStream.range(0, 500).mapToObj(i -> fixture.newScope()).toList();
        fixture.listens(keyring);
        int before = fixture.dataSource.connections.get();
        Map<ContentScope, Sealing> sealings = keyring.prepare(scopes);
        assertThat(fixture.dataSource.connections.get() - before).isLessThanOrEqualTo(3); // buckets, the rest, minting

        List<SealedContent> contents = new ArrayList<>();
        for (ContentScope scope : scopes) {
            EventId event = EventId.random();
            Sealer sealer = ((Sealing.Ready) sealings.get(scope)).sealer();
            byte[] text = scope.conversation().toString().getBytes(StandardCharsets.UTF_8);
            contents.add(new SealedContent(
                    scope, event, KeyringFixture.TYPE, sealer.seal(event, KeyringFixture.TYPE, text)));
        }

        assertThat(fixture.keyring().open(contents).stream().map(KeyringFixture::text))
                .containsExactlyElementsOf(scopes.stream()
                        .map(scope -> scope.conversation().toString())
                        .toList());
    }

    @Test
    void readsWhatIsInUseAgainBeforeItsLeaseEnds() {
        List<ContentScope> scopes =
                IntStream.range(0, 50).mapToObj(i -> fixture.newScope()).toList();
        fixture.listens(keyring);
        keyring.prepare(scopes);
        Map<ContentScope, Sealing> first = keyring.prepare(scopes);
        int before = fixture.dataSource.connections.get();

        fixture.clock.advance(Duration.ofSeconds(16));
        keyring.prepare(scopes.getFirst());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> scopes.stream().allMatch(scope -> keyring.prepare(scope) != first.get(scope)));
        fixture.clock.advance(Duration.ofSeconds(13));
        Sealing renewed = keyring.prepare(scopes.getLast());

        assertThat(renewed).isInstanceOf(Sealing.Ready.class).isNotEqualTo(first.get(scopes.getLast()));
        assertThat(fixture.dataSource.connections.get() - before)
                .as("one statement for all, long before the leases end")
                .isEqualTo(1);
    }

    @Test
    void prolongsNoLeaseByAWallClockThatIsSetBack() {
        AtomicLong nanos = new AtomicLong(-5_000_000_000L);
        try (Keyring own =
                Keyring.open(pool, fixture.root, fixture.clock, nanos::get, fixture.meters, RestoredDatabase.REFUSED)) {
            Sealer sealer = ((Sealing.Ready) own.prepare(fixture.newScope())).sealer();

            fixture.clock.advance(Duration.ofSeconds(-25));
            nanos.addAndGet(Duration.ofSeconds(29).toNanos());
            sealer.seal(EventId.random(), KeyringFixture.TYPE, new byte[1]);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());

            assertThatExceptionOfType(LeaseEndedException.class)
                    .isThrownBy(() -> sealer.seal(EventId.random(), KeyringFixture.TYPE, new byte[1]));
        }
    }

    @Test
    void endsALeaseAfterThirtySeconds() {
        ContentScope scope = fixture.newScope();
        Sealer sealer = ((Sealing.Ready) keyring.prepare(scope)).sealer();
        EventId event = EventId.random();

        fixture.clock.advance(Duration.ofSeconds(29));
        sealer.seal(event, KeyringFixture.TYPE, new byte[1]);
        fixture.clock.advance(Duration.ofSeconds(1));

        assertThatExceptionOfType(LeaseEndedException.class)
                .isThrownBy(() -> sealer.seal(event, KeyringFixture.TYPE, new byte[1]));
        assertThat(keyring.prepare(scope)).isInstanceOf(Sealing.Ready.class);
    }

    @Test
    void answersErasedAfterTheConsumersKeyWasDestroyed() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");

        Tombstone tombstone = fixture.destroy(
                keyring, KeyKind.CONSUMER, content.scope().consumer().toString());

        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Erased(tombstone));
        assertThat(KeyringFixture.open(fixture.keyring(), content)).isEqualTo(new Opening.Erased(tombstone));
        assertThat(keyring.prepare(content.scope())).isEqualTo(new Sealing.Refused(tombstone));
        assertThat(tombstone.key().fingerprint()).matches("[0-9a-f]{64}");
        assertThat(tombstone.destroyedAt()).isEqualTo(fixture.clock.instant());
    }

    @Test
    void answersErasedAfterTheConversationsKeyWasDestroyed() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");

        Tombstone tombstone = fixture.destroy(
                keyring, KeyKind.CONVERSATION, content.scope().conversation().toString());

        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Erased(tombstone));
    }

    @Test
    void answersExpiredAfterTheBucketsKeyWasDestroyedAndErasedWhenBothWere() throws Exception {
        ContentScope scope = fixture.newScope();
        SealedContent content = KeyringFixture.seal(keyring, scope, "hello");

        Tombstone expired =
                fixture.destroy(keyring, KeyKind.BUCKET, scope.bucket().wireName());
        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Expired(scope.bucket(), expired));

        Tombstone erased =
                fixture.destroy(keyring, KeyKind.CONSUMER, scope.consumer().toString());
        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Erased(erased));
    }

    @Test
    void answersErasedForAllOfAShardAfterItsClientKeyWasDestroyed() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        KeyName clientKey = content.scope().consumerKey().wrappedBy();

        Tombstone tombstone = fixture.destroy(keyring, KeyKind.CLIENT, clientKey.naturalKey());

        assertThat(KeyringFixture.open(keyring, content)).isEqualTo(new Opening.Erased(tombstone));
        assertThat(keyring.prepare(content.scope())).isEqualTo(new Sealing.Refused(tombstone));
    }

    @Test
    void callsBackASealerWhoseKeyHasLeftTheCache() throws Exception {
        ContentScope scope = fixture.newScope();
        Sealer sealer = ((Sealing.Ready) keyring.prepare(scope)).sealer();
        fixture.clock.advance(Duration.ofSeconds(25));
        keyring.prepare(scope); // renewed: the sealer in hand is no longer the one in the cache

        keyring.destruction(
                fixture.client, KeyKind.CLIENT, scope.bucketKey().wrappedBy().naturalKey());

        assertThatExceptionOfType(LeaseEndedException.class)
                .isThrownBy(() -> sealer.seal(EventId.random(), KeyringFixture.TYPE, new byte[1]));
    }

    @Test
    void neverMintsAKeyThatWasDestroyedBeforeItExisted() throws Exception {
        ContentScope scope = fixture.newScope();

        Tombstone tombstone =
                fixture.destroy(keyring, KeyKind.BUCKET, scope.bucket().wireName());

        assertThat(tombstone.key().fingerprint()).isNull();
        assertThat(keyring.prepare(scope)).isEqualTo(new Sealing.Refused(tombstone));
    }

    @Test
    void leavesTheKeyWhenTheTransactionIsRolledBack() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        KeyDestruction destruction = keyring.destruction(
                fixture.client, KeyKind.CONSUMER, content.scope().consumer().toString());

        fixture.inTransaction(connection -> {
            destruction.execute(connection, EventId.random(), "test");
            connection.rollback();
        });

        assertThat(KeyringFixture.text(KeyringFixture.open(keyring, content))).isEqualTo("hello");
    }

    @Test
    void refusesTheSecondOfTwoDestructions() throws Exception {
        ContentScope scope = fixture.newScope();
        KeyringFixture.seal(keyring, scope, "hello");
        KeyDestruction second = keyring.destruction(
                fixture.client, KeyKind.CONSUMER, scope.consumer().toString());

        Tombstone first =
                fixture.destroy(keyring, KeyKind.CONSUMER, scope.consumer().toString());

        assertThatExceptionOfType(KeyAlreadyDestroyedException.class)
                .isThrownBy(() ->
                        fixture.inTransaction(connection -> second.execute(connection, EventId.random(), "again")))
                .satisfies(e -> assertThat(e.tombstone()).isEqualTo(first));
    }

    @Test
    void refusesADestructionWhoseKeyWasMintedMeanwhile() {
        ContentScope scope = fixture.newScope();
        KeyDestruction destruction = keyring.destruction(
                fixture.client, KeyKind.CONSUMER, scope.consumer().toString());

        keyring.prepare(scope);

        assertThatExceptionOfType(KeyChangedException.class)
                .isThrownBy(() ->
                        fixture.inTransaction(connection -> destruction.execute(connection, EventId.random(), "test")));
    }

    @Test
    void callsBackSealersOfOtherProcesses() throws Exception {
        Keyring other = fixture.keyring();
        ContentScope scope = fixture.newScope();
        KeyringFixture.seal(keyring, scope, "hello");
        fixture.listens(other);
        Sealer sealer = ((Sealing.Ready) other.prepare(scope)).sealer();

        fixture.destroy(keyring, KeyKind.CONSUMER, scope.consumer().toString());

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatExceptionOfType(LeaseEndedException.class)
                        .isThrownBy(() -> sealer.seal(EventId.random(), KeyringFixture.TYPE, new byte[1])));
        assertThat(other.prepare(scope)).isInstanceOf(Sealing.Refused.class);
    }

    @Test
    void knowsNoKeyOfAConversationThatNeverWas() {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        ContentScope scope = content.scope();
        ContentScope nowhere =
                new ContentScope(scope.client(), scope.consumer(), ConversationId.random(), scope.bucket());

        assertThatExceptionOfType(UnknownKeyException.class)
                .isThrownBy(() -> keyring.open(nowhere, content.event(), content.eventType(), content.sealed()));
    }

    @Test
    void refusesAnEnvelopeMovedToAnotherMessageOrConversation() {
        SealedContent one = KeyringFixture.seal(keyring, fixture.newScope(), "one");
        SealedContent two = KeyringFixture.seal(keyring, fixture.newScope(), "two");

        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> keyring.open(one.scope(), EventId.random(), one.eventType(), one.sealed()));
        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> keyring.open(one.scope(), one.event(), one.eventType(), two.sealed()));
    }

    @Test
    void refusesAWrappedKeyThatWasSwappedInTheTable() throws Exception {
        SealedContent one = KeyringFixture.seal(keyring, fixture.newScope(), "one");
        SealedContent two = KeyringFixture.seal(keyring, fixture.newScope(), "two");
        fixture.inTransaction(connection -> {
            try (var statement = connection.prepareStatement("UPDATE keyring.keys SET wrapped ="
                    + " (SELECT wrapped FROM keyring.keys WHERE natural_key = ?) WHERE natural_key = ?")) {
                statement.setString(1, two.scope().consumer().toString());
                statement.setString(2, one.scope().consumer().toString());
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
        });

        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> KeyringFixture.open(fixture.keyring(), one));
    }

    @Test
    void isUnavailableWithoutItsDatabase() {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        fixture.close();
        pool.close();

        assertThatExceptionOfType(KeyringUnavailableException.class)
                .isThrownBy(() -> KeyringFixture.open(keyring, content))
                .havingCause();
    }

    @Test
    void mintsOneKeyHoweverManyAskForItFirst() throws Exception {
        List<ContentScope> scopes =
                IntStream.range(0, 20).mapToObj(i -> fixture.newScope()).toList();
        List<Keyring> keyrings = List.of(keyring, fixture.keyring(), fixture.keyring());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<SealedContent>>> sealed = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Keyring one = keyrings.get(i % keyrings.size());
                List<ContentScope> order = i % 2 == 0 ? scopes : scopes.reversed();
                sealed.add(threads.submit(() -> {
                    one.prepare(order);
                    return order.stream()
                            .map(scope -> KeyringFixture.seal(one, scope, "hello"))
                            .toList();
                }));
            }
            for (Future<List<SealedContent>> contents : sealed) {
                assertThat(keyring.open(contents.get()))
                        .isNotEmpty()
                        .allSatisfy(opening ->
                                assertThat(KeyringFixture.text(opening)).isEqualTo("hello"));
            }
        }
    }

    @Test
    void makesTheSameBlindIdInEveryProcess() {
        UUID scope = UUID.randomUUID();

        assertThat(keyring.blindId(fixture.client, "message", scope, "m-1"))
                .isEqualTo(fixture.keyring().blindId(fixture.client, "message", scope, "m-1"));
    }

    @Test
    void countsOutcomesWithoutIds() throws Exception {
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "hello");
        KeyringFixture.open(keyring, content);
        fixture.destroy(keyring, KeyKind.CONSUMER, content.scope().consumer().toString());
        KeyringFixture.open(keyring, content);

        assertThat(fixture.meters.counter("lethe.keyring.seals").count()).isEqualTo(1);
        assertThat(fixture.meters
                        .counter("lethe.keyring.opens", "outcome", "opened")
                        .count())
                .isEqualTo(1);
        assertThat(fixture.meters
                        .counter("lethe.keyring.opens", "outcome", "erased")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void worksOnARootKeystoreInAFile(@TempDir Path folder) {
        Path file = folder.resolve("root.bcfks");
        Secret passphrase = new Secret("correct horse".toCharArray());
        HikariDataSource own = KeyringFixture.newDataSource();
        SealedContent content;
        try (Keyring one = Keyring.open(
                own,
                BcfksRootKeystore.open(file, passphrase, fixture.clock),
                fixture.clock,
                new SimpleMeterRegistry())) {
            content = KeyringFixture.seal(one, fixture.newScope(), "hello");
        }
        fixture.clock.advance(Duration.ofDays(1));
        try (own;
                Keyring other = Keyring.open(
                        own,
                        BcfksRootKeystore.open(file, passphrase, fixture.clock),
                        fixture.clock,
                        new SimpleMeterRegistry())) {
            assertThat(KeyringFixture.text(KeyringFixture.open(other, content))).isEqualTo("hello");
        }
    }
}
