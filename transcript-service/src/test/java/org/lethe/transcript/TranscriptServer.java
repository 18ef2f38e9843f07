package org.lethe.transcript;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.RootKeystore;
import org.lethe.keyring.Secret;
import org.lethe.service.EngineDecorator;
import org.lethe.service.Parts;
import org.lethe.service.ServiceServer;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.testkit.TempFolders;
import org.lethe.transcript.clients.IssueApiKey;
import org.lethe.transcript.keys.BackupWindow;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.lethe.web.WebEdge;

/// transcript-service as [ServiceServer] runs it, with an empty database and a keystore of its own.
public final class TranscriptServer extends ServiceServer {
    /// A token of the platform's.
    public final String platform;
    /// Called before a command sources anything; null for most.
    public final AtomicReference<Consumer<EventCriteria>> beforeSourcing;

    private final Path folder;

    /// Tells what decisions source.
    private record Watch(AtomicReference<Consumer<EventCriteria>> before) implements EngineDecorator {
        @Override
        public EventStorageEngine apply(EventStorageEngine engine) {
            return (EventStorageEngine) Proxy.newProxyInstance(
                    EventStorageEngine.class.getClassLoader(),
                    new Class<?>[] {EventStorageEngine.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("source")) {
                            tell(before, arguments);
                        }
                        try {
                            return method.invoke(engine, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static void tell(AtomicReference<Consumer<EventCriteria>> listener, Object[] arguments) {
            Consumer<EventCriteria> listening = listener.get();
            if (listening != null) {
                listening.accept(((SourcingCondition) arguments[0]).criteria());
            }
        }
    }

    public TranscriptServer() {
        this(PostgresForTests.newDataSource());
    }

    /// @param dataSource as its owner; closed with the server
    public TranscriptServer(HikariDataSource dataSource) {
        this(
                dataSource,
                new PinnedClock(Instant.parse("2026-11-20T10:00:00Z")),
                new Watch(new AtomicReference<>()),
                folder());
    }

    private TranscriptServer(HikariDataSource dataSource, PinnedClock clock, Watch watch, Path folder) {
        super(
                TranscriptService.SERVICE,
                dataSource,
                clock,
                new Parts()
                        .with(EngineDecorator.class, watch)
                        .with(
                                RootKeystore.class,
                                BcfksRootKeystore.open(
                                        folder.resolve("root.bcfks"),
                                        new Secret("only for tests".toCharArray()),
                                        clock))
                        .with(BackupWindow.class, new BackupWindow(Duration.ofDays(30))));
        this.beforeSourcing = watch.before();
        this.folder = folder;
        this.platform = bootstrap();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("lethe-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String bootstrap() {
        NewApiKey key = ApiKeys.generate();
        commands.sendAndWait(new IssueApiKey(
                ClientId.PLATFORM,
                ApiKeyId.random(),
                "operator",
                EnumSet.of(Role.PLATFORM_ADMIN),
                key.sha256(),
                null,
                "bootstrap",
                clock.instant()));
        return key.secret();
    }

    public static String document() {
        return document(TranscriptService.SERVICE);
    }

    /// A brand with a key for each role.
    public final class Brand {
        public final String id;
        public final String path;

        Brand(String name) {
            id = post("/v1/clients", platform, """
                            {"name": "%s", "region": "eu",
                             "retention": {"rules": [{"category": "default", "period": "P13M"}]}}""".formatted(name)).is(201).text("client_id");
            path = "/v1/clients/" + id;
        }

        public String key(String... roles) {
            return post(path + "/api-keys", platform, new NewKey("a key", List.of(roles)))
                    .is(201)
                    .text("api_key");
        }

        public String all() {
            return key("client-admin", "writer", "reader", "privacy-officer", "auditor", "retention-operator");
        }

        /// @return the path of a new conversation
        public String conversation(String token, String email) {
            Reply opened = post(
                            path + "/conversations",
                            token,
                            "{\"channel\":\"web\",\"consumer\":{\"email\":\"" + email + "\"}}")
                    .is(201);
            return path + "/conversations/" + opened.text("conversation_id");
        }
    }

    record NewKey(String name, List<String> roles) {}

    public Brand brand(String name) {
        return new Brand(name);
    }

    public WebEdge edge() {
        return host.edge();
    }

    public Keyring keyring() {
        return service.part(Keyring.class);
    }

    @Override
    public void close() {
        super.close();
        dataSource.close();
        TempFolders.delete(folder);
    }
}
