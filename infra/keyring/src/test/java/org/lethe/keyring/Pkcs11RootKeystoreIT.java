package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.SoftHsmForTests;

class Pkcs11RootKeystoreIT extends RootKeystoreSuite {
    @TempDir
    private Path folder;

    private SoftHsmForTests.Token token;

    @BeforeEach
    void makeToken() {
        token = SoftHsmForTests.newToken();
    }

    @Override
    RootKeystore open() {
        return open(token.pin());
    }

    @Test
    void letsNoKeyOutOfTheDevice() {
        RootKey today = open().current();

        assertThat(today.key().getEncoded()).isNull();
        assertThat(((DeviceKey) today.key()).handle().getEncoded()).isNull();
        assertThat(today.key().toString()).isEqualTo("DeviceKey[REDACTED]");
    }

    @Test
    void isUnavailableUnderAnotherPinOrWithoutItsToken() {
        assertThatExceptionOfType(KeyringUnavailableException.class)
                .isThrownBy(() -> open("9999"))
                .havingCause();
        Pkcs11RootKeystore.Device nowhere =
                new Pkcs11RootKeystore.Device(folder.resolve("none.so"), 0, folder.resolve("lock"));
        assertThatExceptionOfType(KeyringUnavailableException.class)
                .isThrownBy(() -> Pkcs11RootKeystore.open(nowhere, new Secret("1234".toCharArray()), clock))
                .havingCause();
    }

    @Test
    void carriesAKeyringFromSealingToIrrecoverable() throws Exception {
        try (HikariDataSource pool = KeyringFixture.newDataSource();
                KeyringFixture fixture = new KeyringFixture(pool, clock, open())) {
            Keyring keyring = fixture.keyring();
            SealedContent living = KeyringFixture.seal(keyring, fixture.newScope(), "living");
            SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
            int epoch = Epoch.of(clock.instant());
            fixture.destroy(keyring, KeyKind.CONSUMER, erased.scope().consumer().toString());
            RootEpochs epochs = keyring.rootEpochs(Duration.ofDays(30));
            clock.advance(Duration.ofDays(1));
            assertThat(fixture.turn(epochs).rotatedShards()).isEqualTo(1);
            clock.advance(Duration.ofDays(30));
            assertThat(fixture.turn(epochs).destroyedEpochs()).containsExactly(epoch);
            assertThat(epochs.due(10).erased()).hasSize(1);

            try (Keyring other = Keyring.open(pool, open(), clock, new SimpleMeterRegistry())) {
                assertThat(KeyringFixture.text(KeyringFixture.open(other, living)))
                        .isEqualTo("living");
                assertThat(KeyringFixture.open(other, erased)).isInstanceOf(Opening.Erased.class);
            }
        }
    }

    private RootKeystore open(String pin) {
        Pkcs11RootKeystore.Device device =
                new Pkcs11RootKeystore.Device(token.library(), token.slot(), folder.resolve("root.lock"));
        return Pkcs11RootKeystore.open(
                device, new Secret(pin.toCharArray()), clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }
}
