package org.lethe.transcript;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Follower;
import org.lethe.eventlog.Followers;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.RootEpochs;
import org.lethe.transcript.bulk.BulkImport;
import org.lethe.transcript.bulk.TranscriptsEndpoint;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.capture.MessagesEndpoint;
import org.lethe.transcript.clients.ClientView;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.clients.ClientsEndpoint;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.consumers.ConsumersEndpoint;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.OperatorWords;
import org.lethe.transcript.conversations.ConversationView;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.conversations.ConversationsEndpoint;
import org.lethe.transcript.erasure.ErasureEndpoint;
import org.lethe.transcript.erasure.Erasures;
import org.lethe.transcript.expiry.Expiries;
import org.lethe.transcript.expiry.ExpiryStep;
import org.lethe.transcript.holds.Destructions;
import org.lethe.transcript.holds.HoldReleases;
import org.lethe.transcript.keys.EpochTurns;
import org.lethe.transcript.keys.KeysEndpoint;
import org.lethe.transcript.reading.TranscriptEndpoint;
import org.lethe.transcript.reading.Transcripts;
import org.lethe.web.ApiKeys;
import org.lethe.web.Moments;
import org.lethe.web.Routes;
import reactor.core.scheduler.Scheduler;

/// The service put together: its slices, what follows the log, its routes. Plain Java, so that one process,
/// many, a test or a benchmark assemble the same thing.
public final class TranscriptService implements AutoCloseable {

    /// What the service stands on; it closes none of it.
    ///
    /// @param dataSource for the views, with the schema of [TranscriptSchema]
    /// @param blocking for work that blocks and comes from an event loop
    /// @param expirySteps told how far orders to expire are carried out; tests let them die there
    public record Parts(
            DataSource dataSource,
            EventLog log,
            Commands commands,
            Keyring keyring,
            RootEpochs rootEpochs,
            ApiKeys apiKeys,
            Clock clock,
            MeterRegistry meters,
            Scheduler blocking,
            ExpiryStep.Listener expirySteps) {

        public Parts(
                DataSource dataSource,
                EventLog log,
                Commands commands,
                Keyring keyring,
                RootEpochs rootEpochs,
                ApiKeys apiKeys,
                Clock clock,
                MeterRegistry meters,
                Scheduler blocking) {
            this(dataSource, log, commands, keyring, rootEpochs, apiKeys, clock, meters, blocking, _ -> {});
        }
    }

    private final Followers followers;
    private final List<Routes> routes;
    private final SealedWords words;
    private final EpochTurns epochTurns;

    public TranscriptService(Parts parts) {
        Commands commands = parts.commands();
        Moments moments = new Moments(parts.clock());
        Content content = new Content(parts.keyring());
        this.words = new OperatorWords(content, parts.keyring());
        Clients clients = new Clients(parts.log());
        Conversations conversations = new Conversations(parts.log());
        Consumers consumers = new Consumers(parts.log(), parts.keyring().consumers(), content);
        MessageIds messageIds = new MessageIds(parts.keyring());
        ClientView clientView = new ClientView(parts.dataSource(), parts.apiKeys());
        ConversationView conversationView = new ConversationView(parts.dataSource());
        Destructions destructions = new Destructions(commands);
        this.epochTurns = new EpochTurns(parts.rootEpochs(), parts.log(), destructions, moments);
        Erasures erasures = new Erasures(destructions, moments);
        Expiries expiries = new Expiries(destructions, moments, parts.expirySteps());
        this.followers = new Followers(
                parts.log(), commands.store(), parts.dataSource(), TranscriptSchema.TOKEN_TABLE, parts.meters());
        Follower clientFollower = followers.add(clientView);
        Follower conversationFollower = followers.add(conversationView);
        followers.add(erasures);
        followers.add(expiries);
        followers.add(new HoldReleases(destructions, moments));

        ClientsEndpoint clientsEndpoint =
                new ClientsEndpoint(clients, clientView, clientFollower, parts.apiKeys(), commands, moments);
        ConsumersEndpoint consumersEndpoint =
                new ConsumersEndpoint(clients, consumers, parts.keyring().consumers(), commands, moments);
        ConversationsEndpoint conversationsEndpoint = new ConversationsEndpoint(
                clients,
                conversations,
                conversationView,
                parts.log(),
                conversationFollower,
                consumers,
                content,
                parts.keyring(),
                commands,
                moments);
        MessagesEndpoint messagesEndpoint =
                new MessagesEndpoint(clients, conversations, messageIds, content, commands, moments);
        BulkImport bulkImport =
                new BulkImport(parts.log(), parts.keyring(), consumers, content, messageIds, commands, moments);
        TranscriptsEndpoint transcriptsEndpoint = new TranscriptsEndpoint(clients, bulkImport, parts.blocking());
        TranscriptEndpoint transcriptEndpoint =
                new TranscriptEndpoint(conversations, new Transcripts(parts.log(), parts.keyring()), commands, moments);
        ErasureEndpoint erasureEndpoint =
                new ErasureEndpoint(consumers, conversations, words, commands, erasures, moments);

        clientsEndpoint.decide();
        consumersEndpoint.decide();
        conversationsEndpoint.decide();
        messagesEndpoint.decide();
        bulkImport.decide();
        transcriptEndpoint.decide();
        erasureEndpoint.decide(parts.log(), parts.keyring());
        expiries.decide(commands, parts.log(), parts.keyring());
        HoldReleases.decide(commands, parts.keyring());
        EpochTurns.decide(commands);
        this.routes = Stream.of(
                        clientsEndpoint.routes(),
                        consumersEndpoint.routes(),
                        conversationsEndpoint.routes(),
                        messagesEndpoint.routes(),
                        transcriptsEndpoint.routes(),
                        transcriptEndpoint.routes(),
                        erasureEndpoint.routes(),
                        new KeysEndpoint(epochTurns).routes())
                .toList();
    }

    public List<Routes> routes() {
        return routes;
    }

    /// The door for services that hold no key.
    public SealedWords sealedWords() {
        return words;
    }

    /// Starts following the log.
    public void start() {
        followers.start();
        epochTurns.start();
    }

    /// Whether every view has once taken in what stood in the log at the start.
    public boolean caughtUp() {
        return followers.caughtUp();
    }

    /// Makes all views anew from the log.
    public void replay() {
        followers.replay();
    }

    /// Stops following the log.
    @Override
    public void close() {
        epochTurns.close();
        followers.close();
    }
}
