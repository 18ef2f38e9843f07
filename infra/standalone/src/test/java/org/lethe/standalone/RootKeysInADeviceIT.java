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
        Settings settings = Settings.in(RunningFixture.folder(parent))
                .with(Setting.ROOT_PKCS11_LIBRARY, token.library().toString())
                .with(Setting.ROOT_PKCS11_SLOT, Integer.toUnsignedString(token.slot()))
                .with(Setting.ROOT_PKCS11_PIN_FILE, pin.toString());
        String conversation;

        // when
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            conversation = api.newConversation();
            api.post(conversation + "/messages", RunningFixture.message("in good hands"));
        }

        // then
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            assertThat(api.get(conversation + "/transcript").body()).contains("in good hands");
            assertThat(running.dataFolder().resolve("keys").resolve("root.bcfks"))
                    .doesNotExist();
        }
    }

    @Test
    void saysWhatIsMissingForTheDevice(@TempDir Path parent) throws IOException {
        Settings settings = Settings.in(RunningFixture.folder(parent))
                .with(Setting.ROOT_PKCS11_LIBRARY, token.library().toString());

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(settings).close())
                .withMessageContaining("PIN");
    }
}
