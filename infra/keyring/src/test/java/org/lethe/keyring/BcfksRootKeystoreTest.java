package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PinnedClock;

class BcfksRootKeystoreTest {
    private static final Secret PASSPHRASE = new Secret("correct horse".toCharArray());

    private final PinnedClock clock = new PinnedClock(Instant.parse("2026-11-21T23:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void makesAKeyADayAndKeepsTheOldOnes() {
        BcfksRootKeystore keystore = open();
        RootKey today = keystore.current();
        clock.advance(Duration.ofHours(1));
        RootKey tomorrow = keystore.current();

        assertThat(today.epoch()).isEqualTo(20_778); // days from 1970-01-01 to 2026-11-21
        assertThat(tomorrow.epoch()).isEqualTo(20_779);
        assertThat(tomorrow.key()).isNotEqualTo(today.key());
        assertThat(open().epoch(20_778)).isEqualTo(today);
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        open().current();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.list(folder).map(path -> path.getFileName().toString()))
                .containsExactlyInAnyOrder("root.bcfks", "root.bcfks.lock");
    }

    @Test
    void agreesOnOneKeyWhenManyNeedTheFirst() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RootKey>> keys = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> open().current()))
                    .toList();
            RootKey first = keys.getFirst().get();
            for (Future<RootKey> key : keys) {
                assertThat(key.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void seesAnEpochThatAnotherMade() {
        BcfksRootKeystore one = open();
        BcfksRootKeystore other = open();

        RootKey made = other.current();

        assertThat(one.epoch(made.epoch())).isEqualTo(made);
    }

    @Test
    void isUnavailableUnderAnotherPassphraseOrWithoutItsFile() throws Exception {
        BcfksRootKeystore keystore = open();
        keystore.current();

        assertThatExceptionOfType(KeyringUnavailableException.class)
                .isThrownBy(() -> BcfksRootKeystore.open(file(), new Secret("wrong".toCharArray()), clock))
                .havingCause();
        Files.delete(file());
        assertThatExceptionOfType(KeyringUnavailableException.class).isThrownBy(keystore::current);
    }

    @Test
    void knowsNoEpochThatItNeverHad() {
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> open().epoch(1));
    }

    @Test
    void printsNoSecret() {
        assertThat(PASSPHRASE).hasToString("[REDACTED]");
        assertThat(open().current().toString()).doesNotContain("Secret").isEqualTo("RootKey[epoch 20778]");
    }

    private Path file() {
        return folder.resolve("root.bcfks");
    }

    private BcfksRootKeystore open() {
        return BcfksRootKeystore.open(file(), PASSPHRASE, clock);
    }
}
