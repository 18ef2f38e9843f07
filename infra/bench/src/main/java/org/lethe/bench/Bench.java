package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.access.AccessService;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.RootKeystore;
import org.lethe.keyring.Secret;
import org.lethe.retention.RetentionService;
import org.lethe.retention.schedules.CoolingOff;
import org.lethe.service.HostNeeds;
import org.lethe.service.Parts;
import org.lethe.service.RunningService;
import org.lethe.service.ServiceHost;
import org.lethe.service.signing.SigningKey;
import org.lethe.sql.DatabaseSetup;
import org.lethe.sql.RolePools;
import org.lethe.standalone.Services;
import org.lethe.transcript.TranscriptService;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.capture.RecordMessage;
import org.lethe.transcript.capture.Recording;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.consumers.Contact;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.keys.BackupWindow;
import org.lethe.web.WebProperties;

/// The service put together as `lethe up` does, without HTTP, on a database of its own.
final class Bench implements AutoCloseable {
    static final Channel WEB = new Channel("web");
    private static final int TEXT_CHARACTERS = 100;
    private static final int LEAST_CHARACTERS = 20;
    private static final int MORE_CHARACTERS = 200;
    private static final int TOGETHER = 1_000;
    private static final Duration BACKUP_WINDOW = Duration.ofDays(30);

    final HikariDataSource dataSource;
    final Clock clock;
    final ServiceHost host;
    final EventLog log;
    final Commands commands;
    final Keyring keyring;

    private final RolePools pools;
    private final TempFolder folder;
    private final Content content;
    private final MessageIds messageIds;
    private final String text = "x".repeat(TEXT_CHARACTERS);

    private Bench(HikariDataSource dataSource, Clock clock) throws IOException {
        this.dataSource = dataSource;
        this.clock = clock;
        this.pools = RolePools.like(dataSource);
        this.folder = TempFolder.create();
        prepare(dataSource);
        this.host = new ServiceHost(
                Services.ALL,
                new HostNeeds(
                        role -> pools.open(role, config -> config),
                        clock,
                        new SimpleMeterRegistry(),
                        WebProperties.defaults(),
                        new Parts()
                                .with(RootKeystore.class, keystore(folder.path(), clock))
                                .with(BackupWindow.class, new BackupWindow(BACKUP_WINDOW))
                                .with(CoolingOff.class, CoolingOff.NONE)
                                .with(SigningKey.class, SigningKey.of(SigningKey.generate()))));
        this.log = host.log();
        this.commands = transcript().commands();
        this.keyring = transcript().part(Keyring.class);
        this.content = new Content(keyring);
        this.messageIds = new MessageIds(keyring);
    }

    private static void prepare(HikariDataSource dataSource) {
        DatabaseSetup setup = ServiceHost.database(Services.ALL);
        setup.migrate(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            setup.grant(dataSource, connection.getMetaData().getUserName());
        } catch (SQLException e) {
            throw new IllegalStateException("no database to measure on", e);
        }
    }

    private static RootKeystore keystore(Path folder, Clock clock) {
        return BcfksRootKeystore.open(
                folder.resolve("root.bcfks"), new Secret("only for measuring".toCharArray()), clock);
    }

    static Bench on(HikariDataSource dataSource) throws IOException {
        return on(dataSource, Clock.systemUTC());
    }

    static Bench on(HikariDataSource dataSource, Clock clock) throws IOException {
        return new Bench(dataSource, clock);
    }

    RunningService transcript() {
        return host.service(TranscriptService.SERVICE);
    }

    RunningService access() {
        return host.service(AccessService.SERVICE);
    }

    RunningService retention() {
        return host.service(RetentionService.SERVICE);
    }

    /// Lets PostgreSQL write down what went before: it is no part of what comes.
    void settle() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /// An open conversation of a consumer of its own.
    record Talk(ClientId client, ConversationId conversation, ConsumerId consumer) {}

    /// Opens so many conversations, each with a consumer of its own.
    List<Talk> open(ClientId client, int conversations) {
        List<Talk> talks = new ArrayList<>(conversations);
        for (int i = 0; i < conversations; i++) {
            talks.add(new Talk(client, ConversationId.random(), ConsumerId.random()));
        }
        return open(talks, commands);
    }

    /// Opens conversations wherever these commands go.
    List<Talk> open(List<Talk> talks, Commands where) {
        talks.stream()
                .map(talk -> where.send(new OpenConversation(
                        talk.client(),
                        new ConversationOpened(talk.conversation(), talk.consumer(), WEB, clock.instant()),
                        null,
                        null,
                        Arrival.REFUSED_IF_DUE,
                        clock.instant())))
                .toList()
                .forEach(opened -> opened.join());
        return talks;
    }

    /// One message of 100 characters, sealed and recorded as the endpoint does it.
    Recording record(Talk talk) {
        return commands.sendAndWait(sealed(talk));
    }

    /// A message of 100 characters.
    RecordMessage sealed(Talk talk) {
        return sealed(talk, text, null);
    }

    RecordMessage sealed(Talk talk, String message, @Nullable String messageId) {
        Instant now = clock.instant();
        MessageRecorded recorded = new MessageRecorded(
                talk.conversation(),
                talk.consumer(),
                messageIds.of(talk.client(), talk.conversation(), messageId),
                Author.CONSUMER,
                WEB,
                now);
        return new RecordMessage(
                talk.client(),
                content.seal(talk.client(), talk.consumer(), recorded, new MessageContent(message, null, messageId)),
                Arrival.REFUSED_IF_DUE,
                now);
    }

    /// Records so many messages of each of these, one of each after the other, some together.
    ///
    /// @param idPrefix the client's own ids are this and a number from 0 on; null for none
    void fill(List<Talk> talks, int messages, @Nullable String idPrefix) {
        List<CompletableFuture<Recording>> sent = new ArrayList<>(TOGETHER);
        for (int i = 0; i < messages; i++) {
            for (Talk talk : talks) {
                String message = "x".repeat(LEAST_CHARACTERS + i % MORE_CHARACTERS);
                sent.add(commands.send(sealed(talk, message, idPrefix == null ? null : idPrefix + i)));
                if (sent.size() == TOGETHER) {
                    sent.forEach(CompletableFuture::join);
                    sent.clear();
                }
            }
        }
        sent.forEach(CompletableFuture::join);
    }

    /// A consumer who is known by an email, as the first conversation with one makes them known.
    ConsumerId known(ClientId client, String email) {
        Consumers consumers = new Consumers(transcript().foundation());
        Contact contact = new Contact(email, null, null, null);
        List<Identifier> identifiers = contact.identifiers("");
        consumers.tell(client, new Consumers.Told(contact, identifiers, WEB, clock.instant()), Arrival.REFUSED_IF_DUE);
        return consumers.lookUp(client, identifiers).orElseThrow();
    }

    /// So many conversations of one consumer.
    List<Talk> open(ClientId client, ConsumerId consumer, int conversations) {
        return open(
                Stream.generate(() -> new Talk(client, ConversationId.random(), consumer))
                        .limit(conversations)
                        .toList(),
                commands);
    }

    @Override
    public void close() {
        host.close();
        pools.close();
        dataSource.close();
        folder.close();
    }
}
