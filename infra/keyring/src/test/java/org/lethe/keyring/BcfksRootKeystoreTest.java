package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BcfksRootKeystoreTest extends RootKeystoreSuite {
    private static final Secret PASSPHRASE = new Secret("correct horse".toCharArray());

    /// Bouncy Castle's own, and few for all tests but one.
    private static final String ITERATIONS = "org.bouncycastle.bcfks.store_it_count";

    private static final String INTEGER_51_200 = "020300c800"; // DER: iterations of PBKDF2 where nobody asks for others

    @TempDir
    private Path folder;

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        open().current();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.list(folder).map(path -> path.getFileName().toString()))
                .containsExactlyInAnyOrder("root.bcfks", "root.bcfks.lock");
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
    void leavesNoCopyOfADestroyedKeyBeside() throws Exception {
        int epoch = open().current().epoch();
        Path leftOver = Files.copy(file(), folder.resolve("root.bcfks123.tmp")); // of a process that died
        clock.advance(Duration.ofDays(1));

        open().destroy(epoch);

        assertThat(leftOver).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void decryptsAKeyOnceForAllWhoAskAtTheSameTime() throws Exception {
        open().current();
        BcfksRootKeystore reopened = open();

        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<RootKey>> asked =
                    threads.invokeAll(Collections.nCopies(16, (Callable<RootKey>) reopened::current));
            for (Future<RootKey> key : asked) {
                assertThat(key.get()).isSameAs(asked.getFirst().get());
            }
        }
    }

    @Test
    void stretchesThePassphraseAsBouncyCastleDoes() throws Exception {
        String forTests = System.clearProperty(ITERATIONS);
        try {
            RootKey made = open().current();

            assertThat(open().current().key()).isEqualTo(made.key());
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(file()))).contains(INTEGER_51_200);
        } finally {
            if (forTests != null) {
                System.setProperty(ITERATIONS, forTests);
            }
        }
    }

    @Test
    void printsNoSecret() {
        assertThat(PASSPHRASE).hasToString("[REDACTED]");
        assertThat(open().current().toString()).doesNotContain("Secret").isEqualTo("RootKey[epoch 20778]");
    }

    private Path file() {
        return folder.resolve("root.bcfks");
    }

    @Override
    BcfksRootKeystore open() {
        return BcfksRootKeystore.open(file(), PASSPHRASE, clock);
    }
}
