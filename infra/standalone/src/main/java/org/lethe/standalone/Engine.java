package org.lethe.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.lethe.access.requests.CodeSender;
import org.lethe.access.requests.PackageFolder;
import org.lethe.access.webhooks.WebhookSettings;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.KeyringUnavailableException;
import org.lethe.keyring.Pkcs11RootKeystore;
import org.lethe.keyring.RestoredDatabase;
import org.lethe.keyring.RootKeystore;
import org.lethe.keyring.Secret;
import org.lethe.keyring.WrongRootKeysException;
import org.lethe.retention.schedules.CoolingOff;
import org.lethe.service.HostNeeds;
import org.lethe.service.Parts;
import org.lethe.service.ServiceHost;
import org.lethe.service.clock.ClockGuard;
import org.lethe.service.signing.SigningKey;
import org.lethe.transcript.TranscriptService;
import org.lethe.transcript.keys.BackupWindow;

/// Everything below HTTP, opened in the order in which one part stands on another and closed in the opposite one.
final class Engine implements AutoCloseable {
    private final Database database;
    private final ServiceHost host;
    private final OperatorTokens tokens;
    private final Optional<String> withoutToken;

    Engine(Settings settings, DataFolder folder, Surroundings surroundings, MeterRegistry meters) throws IOException {
        ClockGuard guard = surroundings.guard(settings.clock());
        Clock clock = guard.clock();
        this.database = Database.open(settings, folder, Services.ALL);
        try {
            RootKeystore root = keystore(settings.server(), folder, clock);
            this.host = new ServiceHost(
                    Services.ALL,
                    new HostNeeds(
                            database::pool,
                            clock,
                            meters,
                            settings.web(),
                            new Parts()
                                    .with(RootKeystore.class, root)
                                    .with(
                                            BackupWindow.class,
                                            new BackupWindow(settings.server().backupWindow()))
                                    .with(
                                            CoolingOff.class,
                                            new CoolingOff(settings.server().coolingOff()))
                                    .with(
                                            RestoredDatabase.class,
                                            settings.server().restored())
                                    .with(EventLogSettings.class, settings.log())
                                    .with(CodeSender.class, settings.mail().sender())
                                    .with(WebhookSettings.class, settings.webhooks())
                                    .with(PackageFolder.class, new PackageFolder(folder.temporary()))
                                    .with(ClockGuard.class, guard)
                                    .with(SigningKey.class, certificateKey(folder))
                                    .with(surroundings.parts())));
        } catch (WrongRootKeysException e) {
            database.close();
            throw new CannotStartException(e.fact(), e.remedy(), e);
        } catch (IOException | RuntimeException | Error e) {
            database.close();
            throw e;
        }
        try {
            host.start();
            this.tokens = new OperatorTokens(
                    folder.operatorToken(),
                    host.apiKeys(),
                    host.service(TranscriptService.SERVICE).commands(),
                    clock);
            this.withoutToken = tokens.write();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static RootKeystore keystore(ServerSettings settings, DataFolder folder, Clock clock) throws IOException {
        if (settings.pkcs11Library().isPresent()) {
            return device(settings, settings.pkcs11Library().get(), folder, clock);
        }
        Path passphrase = settings.rootPassphrase().isPresent()
                ? settings.rootPassphrase().get()
                : DataFolder.secret(folder.keys().resolve("root.pass"));
        Path file = folder.keys().resolve("root.bcfks");
        Secret secret = secret(passphrase, "LETHE_ROOT_PASSPHRASE_FILE names the file with the passphrase.");
        try {
            return BcfksRootKeystore.open(file, secret, clock);
        } catch (KeyringUnavailableException e) {
            throw new CannotStartException(
                    "the root keystore " + file + " can't be opened",
                    "Put back the file and the passphrase (" + passphrase + ") that belong to each other and to this"
                            + " database.",
                    e);
        }
    }

    private static RootKeystore device(ServerSettings settings, Path library, DataFolder folder, Clock clock)
            throws IOException {
        String remedy = "LETHE_ROOT_PKCS11_PIN_FILE names the file with the user's PIN of the device.";
        Path pin = settings.pkcs11Pin()
                .orElseThrow(() -> new CannotStartException("a PKCS#11 device wants a PIN", remedy));
        return Pkcs11RootKeystore.open(
                new Pkcs11RootKeystore.Device(
                        library, settings.pkcs11Slot(), folder.keys().resolve("root.pkcs11.lock")),
                secret(pin, remedy),
                clock);
    }

    private static Secret secret(Path file, String remedy) throws IOException {
        if (Files.notExists(file)) {
            throw new CannotStartException(file + " is not there", remedy);
        }
        return Secret.ofFile(file);
    }

    /// Signs certificates of destruction; made when it is missing.
    private static SigningKey certificateKey(DataFolder folder) throws IOException {
        Path file = folder.keys().resolve("certificate.pem");
        if (Files.notExists(file)) {
            DataFolder.writePrivately(file, SigningKey.generate());
        }
        return SigningKey.of(Files.readString(file));
    }

    /// Why there is no operator's token, and how to get one; empty where there is one.
    Optional<String> withoutToken() {
        return withoutToken;
    }

    OperatorTokens tokens() {
        return tokens;
    }

    Keyring keyring() {
        return host.service(TranscriptService.SERVICE).part(Keyring.class);
    }

    Database database() {
        return database;
    }

    ServiceHost host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
        database.close();
    }
}
