package org.lethe.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lethe.access.requests.CodeSender;
import org.lethe.access.requests.PostRoom;
import org.lethe.access.webhooks.WebhookSettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Command;
import org.lethe.service.Parts;
import org.lethe.service.ServiceServer;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.service.words.WordsInMemory;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.web.Role;

/// access-service as [ServiceServer] runs it, with events of the other services written by hand and what
/// they hold in memory.
public final class AccessServer extends ServiceServer {
    final SubjectsInMemory subjects;
    final List<String> codes;
    final ConsumerWordsInMemory consumerWords;
    final AmendmentsInMemory amendments;

    /// What the other services would append.
    record Append(List<LogEntry> entries, Instant at) implements Command<Appended> {}

    record Appended(int events) {}

    public AccessServer() {
        this(new SubjectsInMemory(), new ArrayList<>(), new ConsumerWordsInMemory(), new AmendmentsInMemory());
    }

    private AccessServer(
            SubjectsInMemory subjects,
            List<String> codes,
            ConsumerWordsInMemory consumerWords,
            AmendmentsInMemory amendments) {
        super(
                AccessService.SERVICE,
                PostgresForTests.newDataSource(),
                new PinnedClock(Instant.parse("2026-11-20T10:00:00Z")),
                new Parts()
                        .with(DataSubjects.class, subjects)
                        .with(ConsumerWords.class, consumerWords)
                        .with(MessageAmendments.class, amendments)
                        .with(SealedWords.class, new WordsInMemory())
                        .with(WebhookSettings.class, new WebhookSettings(true))
                        .with(PostRoom.class, PostRoom.AT_ONCE)
                        .with(CodeSender.class, new CodeSender() {
                            @Override
                            public boolean sends(String channel) {
                                return channel.equals("email");
                            }

                            @Override
                            public void send(String channel, String address, String code) {
                                codes.add(code);
                            }
                        }));
        this.subjects = subjects;
        this.codes = codes;
        this.consumerWords = consumerWords;
        this.amendments = amendments;
        amendments.writesTo((client, event) -> append(client, LogEntry.of(client, event)));
        commands.handle(Append.class, (command, decision) -> {
            command.entries().forEach(entry -> decision.append(EventId.random(), entry, command.at()));
            return new Appended(command.entries().size());
        });
    }

    public void append(ClientId client, LogEntry... entries) {
        commands.sendAndWait(new Append(List.of(entries), clock.instant()));
    }

    /// A client, and the keys of its people.
    public final class Brand {
        public final ClientId id = ClientId.random();
        public final String requests = "/v1/clients/" + id + "/requests";
        public final String officer;
        final String auditor;
        final String writer;

        Brand() {
            append(id, LogEntry.of(id, new ClientRegistered(id, "Brand", "eu")));
            officer = key(id, Role.PRIVACY_OFFICER);
            auditor = key(id, Role.AUDITOR);
            writer = key(id, Role.WRITER);
        }
    }

    public Brand brand() {
        return new Brand();
    }
}
