package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EntryCodec;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.keyring.BcfksRootKeystore;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.KeyringSchema;
import org.lethe.keyring.RootEpochs;
import org.lethe.keyring.Secret;
import org.lethe.retention.RetentionSchema;
import org.lethe.retention.RetentionService;
import org.lethe.retention.expiry.CertificateKey;
import org.lethe.transcript.TranscriptSchema;
import org.lethe.transcript.TranscriptService;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.capture.RecordMessage;
import org.lethe.transcript.capture.Recording;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.web.ApiKeys;
import org.lethe.web.WebSchema;
import reactor.core.scheduler.Schedulers;

/// The service put together as `lethe up` does, without HTTP, on a database of its own.
final class Bench implements AutoCloseable {
    static final Channel WEB = new Channel("web");
    private static final int TEXT_CHARACTERS = 100;
    private static final Duration BACKUP_WINDOW = Duration.ofDays(30);

    final HikariDataSource dataSource;
    final Clock clock;
    final EventLog log;
    final Commands commands;
    final Keyring keyring;
    final RootEpochs rootEpochs;
    final ApiKeys apiKeys;
    final TranscriptService service;
    private final Content content;
    private final MessageIds messageIds;
    private final TempFolder folder;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final String text = "x".repeat(TEXT_CHARACTERS);

    private Bench(HikariDataSource dataSource, Clock clock) throws IOException {
        this.dataSource = dataSource;
        this.clock = clock;
        EventLogSchema.migrate(dataSource);
        KeyringSchema.migrate(dataSource);
        WebSchema.migrate(dataSource);
        TranscriptSchema.migrate(dataSource);
        this.folder = TempFolder.create();
        this.log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        this.commands = new Commands(log, blocking);
        this.keyring = Keyring.open(
                dataSource,
                BcfksRootKeystore.open(
                        folder.path().resolve("root.bcfks"), new Secret("only for measuring".toCharArray()), clock),
                clock,
                meters);
        this.rootEpochs = keyring.rootEpochs(BACKUP_WINDOW);
        this.apiKeys = new ApiKeys(dataSource, clock);
        this.service = new TranscriptService(new TranscriptService.Parts(
                dataSource,
                log,
                commands,
                keyring,
                rootEpochs,
                apiKeys,
                clock,
                meters,
                Schedulers.fromExecutor(blocking)));
        this.content = new Content(keyring);
        this.messageIds = new MessageIds(keyring);
    }

    static Bench on(HikariDataSource dataSource) throws IOException {
        return on(dataSource, Clock.systemUTC());
    }

    static Bench on(HikariDataSource dataSource, Clock clock) throws IOException {
        return new Bench(dataSource, clock);
    }

    /// Retention on the same log and database; whoever asks for it closes it.
    RetentionService retention() {
        RetentionSchema.migrate(dataSource);
        return new RetentionService(new RetentionService.Parts(
                dataSource,
                log,
                commands,
                service.sealedWords(),
                CertificateKey.of(CertificateKey.generate()),
                clock,
                meters));
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
                .map(talk -> where.send(
                        new OpenConversation(
                                talk.client(),
                                talk.conversation(),
                                talk.consumer(),
                                WEB,
                                clock.instant(),
                                null,
                                null,
                                null,
                                clock.instant()),
                        Opened.class))
                .toList()
                .forEach(opened -> opened.join());
        return talks;
    }

    /// One message of 100 characters, sealed and recorded as the endpoint does it.
    Recording record(Talk talk) {
        return commands.sendAndWait(sealed(talk), Recording.class);
    }

    /// A message of 100 characters.
    RecordMessage sealed(Talk talk) {
        return sealed(talk, text, null);
    }

    RecordMessage sealed(Talk talk, String message, @Nullable String messageId) {
        Instant now = clock.instant();
        EventId event = EventId.random();
        ContentScope scope = new ContentScope(
                talk.client(), talk.consumer(), talk.conversation(), Bucket.of(Category.MESSAGES, WEB, now));
        return new RecordMessage(
                talk.client(),
                talk.conversation(),
                talk.consumer(),
                messageIds.of(talk.client(), talk.conversation(), messageId),
                event,
                Author.CONSUMER,
                WEB,
                now,
                now,
                content.seal(scope, event, MessageRecorded.class, new MessageContent(message, null, messageId)));
    }

    @Override
    public void close() {
        service.close();
        keyring.close();
        log.close();
        apiKeys.close();
        blocking.close();
        dataSource.close();
        folder.close();
    }
}
