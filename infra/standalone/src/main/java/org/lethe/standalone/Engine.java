package org.lethe.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EntryCodec;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Pkcs11RootKeystore;
import org.lethe.keyring.RootKeystore;
import org.lethe.keyring.Secret;
import org.lethe.retention.RetentionService;
import org.lethe.retention.certificates.CertificateKey;
import org.lethe.transcript.TranscriptService;
import org.lethe.transcript.clients.IssueApiKey;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.lethe.web.WebEdge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Everything below HTTP, opened in the order in which one part stands on another and closed in the opposite one.
final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final String BOOTSTRAP = "bootstrap";
    private static final String TRANSCRIPT_OPEN_API = "openapi.json";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Database database;
    private final RootKeystore root;
    private final EventLog eventLog;
    private final Commands commands;
    private final Keyring keyring;
    private final TranscriptService service;
    private final RetentionService retention;
    private final WebEdge edge;

    Engine(Settings settings, DataFolder folder, Surroundings surroundings, MeterRegistry meters) throws IOException {
        Clock clock = surroundings.clock();
        try {
            this.database = opened(Database.open(settings, folder));
            this.root = keystore(settings, folder, clock);
            this.eventLog =
                    opened(EventLog.open(database.pool(), new EntryCodec(), EventLogSettings.defaults(), meters));
            ExecutorService threads = opened(Executors.newVirtualThreadPerTaskExecutor());
            this.commands = new Commands(eventLog, threads);
            this.keyring = opened(Keyring.open(database.pool(), root, clock, meters));
            ApiKeys apiKeys = opened(new ApiKeys(database.pool(), clock));
            Scheduler blocking = Schedulers.fromExecutorService(threads, "lethe-blocking");
            this.service = opened(new TranscriptService(new TranscriptService.Parts(
                    database.pool(),
                    eventLog,
                    commands,
                    keyring,
                    keyring.rootEpochs(settings.backupWindow()),
                    apiKeys,
                    clock,
                    meters,
                    blocking,
                    surroundings.expirySteps())));
            this.retention = opened(new RetentionService(new RetentionService.Parts(
                    database.pool(),
                    eventLog,
                    commands,
                    service.sealedWords(),
                    certificateKey(folder),
                    clock,
                    meters,
                    surroundings.runSteps())));
            service.start();
            retention.start();
            this.edge = opened(new WebEdge(
                    settings.web().describedBy(TRANSCRIPT_OPEN_API, RetentionService.OPEN_API),
                    Stream.of(service.routes(), retention.routes())
                            .flatMap(List::stream)
                            .toList(),
                    apiKeys,
                    database.pool(),
                    clock));
            writeOperatorToken(folder.operatorToken(), clock.instant());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private static RootKeystore keystore(Settings settings, DataFolder folder, Clock clock) throws IOException {
        if (settings.pkcs11Library().isPresent()) {
            return device(settings, settings.pkcs11Library().get(), folder, clock);
        }
        Path passphrase = settings.rootPassphraseFile().isPresent()
                ? settings.rootPassphraseFile().get()
                : DataFolder.secret(folder.keys().resolve("root.pass"));
        return BcfksRootKeystore.open(
                folder.keys().resolve("root.bcfks"),
                secret(passphrase, "LETHE_ROOT_PASSPHRASE_FILE names the file with the passphrase."),
                clock);
    }

    private static RootKeystore device(Settings settings, Path library, DataFolder folder, Clock clock)
            throws IOException {
        String remedy = "LETHE_ROOT_PKCS11_PIN_FILE names the file with the user's PIN of the device.";
        Path pin = settings.pkcs11PinFile()
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
    private static CertificateKey certificateKey(DataFolder folder) throws IOException {
        Path file = folder.keys().resolve("certificate.pem");
        if (Files.notExists(file)) {
            DataFolder.writePrivately(file, CertificateKey.generate());
        }
        return CertificateKey.of(Files.readString(file));
    }

    /// The first key of a new folder; whoever can read the folder may do everything.
    private void writeOperatorToken(Path file, Instant now) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        NewApiKey key = ApiKeys.generate();
        commands.sendAndWait(
                new IssueApiKey(
                        ClientId.PLATFORM,
                        ApiKeyId.random(),
                        "operator",
                        EnumSet.allOf(Role.class),
                        key.sha256(),
                        null,
                        BOOTSTRAP,
                        now.truncatedTo(ChronoUnit.MICROS)),
                IssueApiKey.Issued.class);
        DataFolder.writePrivately(file, key.secret() + "\n");
    }

    Database database() {
        return database;
    }

    RootKeystore root() {
        return root;
    }

    EventLog eventLog() {
        return eventLog;
    }

    Commands commands() {
        return commands;
    }

    Keyring keyring() {
        return keyring;
    }

    TranscriptService service() {
        return service;
    }

    /// Whether every view of every service has once taken in what stood in the log at the start.
    boolean caughtUp() {
        return service.caughtUp() && retention.caughtUp();
    }

    WebEdge edge() {
        return edge;
    }

    @Override
    public void close() {
        for (AutoCloseable part : List.copyOf(opened)) {
            try {
                part.close();
            } catch (Exception e) { // the others are closed all the same
                log.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
        opened.clear();
    }
}
