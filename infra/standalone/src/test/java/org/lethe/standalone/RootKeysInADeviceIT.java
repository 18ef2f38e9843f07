package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.SoftHsmForTests;

/// Root keys in a PKCS#11 device instead of a file: the same service, and no root key in the data folder.
class RootKeysInADeviceIT {
    private final SoftHsmForTests.Token token = SoftHsmForTests.newToken();

    @Test
    void readsAfterARestartWhatWasSealedBefore(@TempDir Path parent) throws IOException {
        Path pin = Files.writeString(parent.resolve("pin"), token.pin());
        Path folder = RunningFixture.folder(parent);
        Settings settings = Settings.in(folder)
                .with("lethe.root-pkcs11-library", token.library().toString())
                .with("lethe.root-pkcs11-slot", Integer.toUnsignedString(token.slot()))
                .with("lethe.root-pkcs11-pin-file", pin.toString());

        assertThat(RunningFixture.readAfterARestart(settings, "in good hands")).contains("in good hands");
        assertThat(folder.resolve("keys").resolve("root.bcfks")).doesNotExist();
    }

    @Test
    void saysWhatIsMissingForTheDevice(@TempDir Path parent) throws IOException {
        Settings settings = Settings.in(RunningFixture.folder(parent))
                .with("lethe.root-pkcs11-library", token.library().toString());

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(settings).close())
                .withMessageContaining("PIN");
    }
}
