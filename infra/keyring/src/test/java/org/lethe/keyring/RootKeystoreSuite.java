package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.PinnedClock;

/// What every provider of root keys does.
abstract class RootKeystoreSuite {
    private static final int TODAY = 20_778; // days from 1970-01-01 to 2026-11-21
    private static final KeyName NAME = new KeyName(ClientId.random(), KeyKind.CLIENT, "7");

    final PinnedClock clock = new PinnedClock(Instant.parse("2026-11-21T23:00:00Z"));
    private final byte[] key = Gcm.randomKey();

    /// Another look at the same keys, as another process has it.
    abstract RootKeystore open();

    @Test
    void makesAKeyADayAndKeepsTheOldOnes() {
        RootKeystore keystore = open();
        byte[] wrapped = wrap(keystore.current());
        clock.advance(Duration.ofHours(1));
        RootKey tomorrow = keystore.current();

        assertThat(tomorrow.epoch()).isEqualTo(TODAY + 1);
        assertThat(keystore.epochs()).containsExactly(TODAY, TODAY + 1);
        assertThat(unwrap(open().epoch(TODAY), wrapped)).isEqualTo(key);
        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> Wrapping.unwrap(tomorrow.key(), NAME, TODAY, wrapped));
    }

    @Test
    void makesTodaysKeyOnce() {
        byte[] wrapped = wrap(open().current());

        assertThat(unwrap(open().current(), wrapped)).isEqualTo(key);
        assertThat(open().epochs()).containsExactly(TODAY);
    }

    @Test
    void wrapsNoTwoTimesAlikeAndRefusesAnyFlippedBit() {
        RootKey today = open().current();
        byte[] wrapped = wrap(today);

        assertThat(wrap(today)).isNotEqualTo(wrapped);
        for (int i = 0; i < wrapped.length; i++) {
            byte[] flipped = wrapped.clone();
            flipped[i] ^= 1;
            assertThatExceptionOfType(TamperedException.class).isThrownBy(() -> unwrap(today, flipped));
        }
        KeyName other = new KeyName(NAME.client(), KeyKind.CLIENT, "8");
        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> Wrapping.unwrap(today.key(), other, TODAY, wrapped));
    }

    @Test
    void agreesOnOneKeyWhenManyNeedTheFirst() throws Exception {
        List<RootKeystore> keystores = List.of(open(), open(), open());
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<byte[]>> wrapped = IntStream.range(0, 9)
                    .mapToObj(
                            i -> threads.submit(() -> wrap(keystores.get(i % 3).current())))
                    .toList();
            for (Future<byte[]> one : wrapped) {
                byte[] bytes = one.get();
                assertThat(unwrap(open().epoch(TODAY), bytes)).isEqualTo(key);
            }
        }
        assertThat(open().epochs()).containsExactly(TODAY);
    }

    @Test
    void wrapsAndUnwrapsForManyAtATime() throws Exception {
        RootKeystore keystore = open();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> done = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        byte[] other = Gcm.randomKey();
                        byte[] wrapped = Wrapping.wrap(keystore.current().key(), NAME, TODAY, other);
                        return Arrays.equals(unwrap(keystore.epoch(TODAY), wrapped), other);
                    }))
                    .toList();
            for (Future<Boolean> one : done) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void seesAnEpochThatAnotherMadeOrDestroyed() {
        RootKeystore one = open();
        RootKeystore other = open();

        byte[] wrapped = wrap(other.current());

        assertThat(unwrap(one.epoch(TODAY), wrapped)).isEqualTo(key);
        clock.advance(Duration.ofDays(1));
        other.destroy(TODAY);
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> one.epoch(TODAY));
        assertThat(one.epochs()).doesNotContain(TODAY);
    }

    @Test
    void destroysAKeyForEverAndLeavesTheOthers() {
        RootKeystore keystore = open();
        keystore.current();
        clock.advance(Duration.ofDays(1));
        byte[] wrapped = wrap(keystore.current());

        keystore.destroy(TODAY);
        keystore.destroy(TODAY);
        keystore.destroy(TODAY - 100);

        for (RootKeystore one : List.of(keystore, open())) {
            assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> one.epoch(TODAY));
            assertThat(one.epochs()).containsExactly(TODAY + 1);
            assertThat(unwrap(one.epoch(TODAY + 1), wrapped)).isEqualTo(key);
        }
    }

    @Test
    void destroysNoKeyThatIsInUse() {
        RootKeystore keystore = open();
        keystore.current();

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> keystore.destroy(TODAY));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> keystore.destroy(TODAY + 1));
        assertThat(keystore.epochs()).containsExactly(TODAY);
    }

    @Test
    void knowsNoEpochThatItNeverHad() {
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> open().epoch(1));
    }

    private byte[] wrap(RootKey root) {
        return Wrapping.wrap(root.key(), NAME, TODAY, key);
    }

    private static byte[] unwrap(RootKey root, byte[] wrapped) {
        return Wrapping.unwrap(root.key(), NAME, TODAY, wrapped);
    }
}
