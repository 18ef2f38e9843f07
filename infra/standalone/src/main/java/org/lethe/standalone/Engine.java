package org.lethe.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Pkcs11RootKeystore;
import org.lethe.keyring.RootKeystore;
import org.lethe.keyring.Secret;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.HostNeeds;
import org.lethe.service.Parts;
import org.lethe.service.ServiceHost;
import org.lethe.transcript.TranscriptService;
import org.lethe.transcript.clients.IssueApiKey;
import org.lethe.transcript.keys.BackupWindow;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;

/// Everything below HTTP, opened in the order in which one part stands on another and closed in the opposite one.
final class Engine implements AutoCloseable {
    private static final String BOOTSTRAP = "bootstrap";

    private final Database database;
    private final RootKeystore root;
    private final ServiceHost host;

    Engine(Settings settings, DataFolder folder, Surroundings surroundings, MeterRegistry meters) throws IOException {
        Clock clock = surroundings.clock();
        this.database = Database.open(settings, folder, Services.ALL);
        try {
            this.root = keystore(settings.server(), folder, clock);
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
                                    .with(EventLogSettings.class, settings.log())
                                    .with(SigningKey.class, certificateKey(folder))
                                    .with(surroundings.parts())));
        } catch (IOException | RuntimeException | Error e) {
            database.close();
            throw e;
        }
        try {
            host.start();
            writeOperatorToken(folder.operatorToken(), clock.instant());
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
        return BcfksRootKeystore.open(
                folder.keys().resolve("root.bcfks"),
                secret(passphrase, "LETHE_ROOT_PASSPHRASE_FILE names the file with the passphrase."),
                clock);
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

    /// The first key of a new folder; whoever can read the folder may do everything that people do.
    private void writeOperatorToken(Path file, Instant now) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        NewApiKey key = ApiKeys.generate();
        host.service(TranscriptService.SERVICE)
                .commands()
                .sendAndWait(new IssueApiKey(
                        ClientId.PLATFORM,
                        ApiKeyId.random(),
                        "operator",
                        EnumSet.complementOf(EnumSet.of(Role.SERVICE)),
                        key.sha256(),
                        null,
                        BOOTSTRAP,
                        now.truncatedTo(ChronoUnit.MICROS)));
        DataFolder.writePrivately(file, key.secret() + "\n");
    }

    Database database() {
        return database;
    }

    RootKeystore root() {
        return root;
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
