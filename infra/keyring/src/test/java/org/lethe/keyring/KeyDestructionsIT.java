package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;

class KeyDestructionsIT {
    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void destroysManyUnderAnEventOfEach() throws Exception {
        List<SealedContent> contents = sealed(500);
        List<String> consumers = consumersOf(contents);
        String never = ConsumerId.random().toString();
        consumers.add(never);
        Map<String, EventId> events = new HashMap<>();
        consumers.forEach(consumer -> events.put(consumer, EventId.random()));

        KeyDestructions destructions = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers);
        fixture.inTransaction(connection -> destructions.execute(connection, events, "test"));
        destructions.committed();

        Map<String, DestroyedKey> keys = destructions.keys();
        assertThat(keys).containsOnlyKeys(consumers);
        assertThat(keys.get(never).fingerprint()).isNull();
        assertThat(keys.values().stream().map(DestroyedKey::fingerprint)).doesNotHaveDuplicates();
        assertThat(keyring.open(contents))
                .isNotEmpty()
                .allSatisfy(opening -> assertThat(opening).isInstanceOf(Opening.Erased.class));
        Keyring other = fixture.keyring();
        for (SealedContent content : contents.subList(0, 20)) {
            String consumer = content.scope().consumer().toString();
            Tombstone tombstone = ((Opening.Erased) KeyringFixture.open(other, content)).tombstone();
            assertThat(tombstone)
                    .isEqualTo(
                            new Tombstone(keys.get(consumer), "test", events.get(consumer), fixture.clock.instant()));
        }
    }

    @Test
    void leavesOutWhatWasDestroyedBeforeAndSaysSo() throws Exception {
        List<SealedContent> contents = sealed(3);
        List<String> consumers = consumersOf(contents);
        Tombstone first = fixture.destroy(keyring, KeyKind.CONSUMER, consumers.getFirst());

        KeyDestructions destructions = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers);
        EventId event = EventId.random();
        fixture.inTransaction(connection -> destructions.execute(connection, event, "again"));

        assertThat(destructions.alreadyDestroyed()).isEqualTo(Map.of(consumers.getFirst(), first));
        assertThat(destructions.keys().get(consumers.getFirst())).isEqualTo(first.key());
        Map<String, Tombstone> now =
                keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers).alreadyDestroyed();
        assertThat(now.get(consumers.getFirst())).isEqualTo(first);
        assertThat(now.get(consumers.getLast()).event()).isEqualTo(event);
    }

    @Test
    void changesNothingWhenOneWasDestroyedOrMintedMeanwhile() throws Exception {
        List<SealedContent> contents = sealed(3);
        List<String> consumers = consumersOf(contents);
        ContentScope unborn = fixture.newScope();
        List<String> withUnborn = new ArrayList<>(consumers.subList(1, 3));
        withUnborn.add(unborn.consumer().toString());
        KeyDestructions late = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers);
        KeyDestructions early = keyring.destruction(fixture.client, KeyKind.CONSUMER, withUnborn);

        Tombstone first = fixture.destroy(keyring, KeyKind.CONSUMER, consumers.getFirst());
        keyring.prepare(unborn);

        assertThatExceptionOfType(KeyAlreadyDestroyedException.class)
                .isThrownBy(
                        () -> fixture.inTransaction(connection -> late.execute(connection, EventId.random(), "late")))
                .satisfies(e -> assertThat(e.tombstone()).isEqualTo(first));
        assertThatExceptionOfType(KeyChangedException.class)
                .isThrownBy(() ->
                        fixture.inTransaction(connection -> early.execute(connection, EventId.random(), "early")));
        assertThat(keyring.open(contents.subList(1, 3)))
                .isNotEmpty()
                .allSatisfy(opening -> assertThat(opening).isInstanceOf(Opening.Opened.class));
    }

    @Test
    void refusesAKeyWithoutAnEvent() {
        List<String> consumers = consumersOf(sealed(2));
        KeyDestructions destructions = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> fixture.inTransaction(connection ->
                        destructions.execute(connection, Map.of(consumers.getFirst(), EventId.random()), "test")));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> keyring.destruction(fixture.client, KeyKind.CONSUMER, List.of()));
    }

    /// More than one notification can name, so that it tells to forget the kind.
    @Test
    void callsBackSealersOfOtherProcessesHoweverManyAreDestroyed() throws Exception {
        Keyring other = fixture.keyring();
        List<SealedContent> contents = sealed(400);
        List<ContentScope> scopes = contents.stream().map(SealedContent::scope).toList();
        fixture.listens(other);
        List<Sealer> sealers = other.prepare(scopes).values().stream()
                .map(sealing -> ((Sealing.Ready) sealing).sealer())
                .toList();

        KeyDestructions destructions = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumersOf(contents));
        fixture.inTransaction(connection -> destructions.execute(connection, EventId.random(), "test"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(sealers)
                        .isNotEmpty()
                        .allSatisfy(sealer -> assertThatExceptionOfType(LeaseEndedException.class)
                                .isThrownBy(() -> sealer.seal(EventId.random(), KeyringFixture.TYPE, new byte[1]))));
    }

    @Test
    void survivesTwoThatDestroyTheSameKeysInOppositeOrder() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 30; round++) {
                List<String> consumers = consumersOf(sealed(20));
                KeyDestructions one = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers);
                KeyDestructions other = keyring.destruction(fixture.client, KeyKind.CONSUMER, consumers.reversed());
                List<Future<Boolean>> both =
                        List.of(threads.submit(() -> isFirst(one)), threads.submit(() -> isFirst(other)));

                assertThat(both.get(0).get()).isNotEqualTo(both.get(1).get());
            }
        }
    }

    private boolean isFirst(KeyDestructions destructions) throws Exception {
        try {
            fixture.inTransaction(connection -> destructions.execute(connection, EventId.random(), "test"));
            return true;
        } catch (KeyAlreadyDestroyedException e) {
            return false;
        }
    }

    private List<SealedContent> sealed(int count) {
        List<ContentScope> scopes =
                IntStream.range(0, count).mapToObj(i -> fixture.newScope()).toList();
        keyring.prepare(scopes);
        return scopes.stream()
                .map(scope -> KeyringFixture.seal(keyring, scope, "hello"))
                .toList();
    }

    private static List<String> consumersOf(Collection<SealedContent> contents) {
        List<String> consumers = new ArrayList<>();
        contents.forEach(content -> consumers.add(content.scope().consumer().toString()));
        return consumers;
    }
}
