package org.lethe.retention;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Follower;
import org.lethe.retention.runs.RunStep;
import org.lethe.retention.schedules.CoolingOff;
import org.lethe.service.Parts;
import org.lethe.service.ServiceServer;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.words.WordsInMemory;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

/// retention-service as [ServiceServer] runs it, with events of the other services written by hand.
final class RetentionServer extends ServiceServer {
    static final String KEY = SigningKey.generate();
    static final Channel WEB = new Channel("web");

    final WordsInMemory words;
    final String platform;
    private final Follower keys;
    private Instant earlier;

    /// What the other services would append.
    record Append(List<LogEntry> entries, Instant at) implements Command<Appended> {}

    record Appended(int events) {}

    RetentionServer() {
        this(Instant.parse("2026-11-20T10:00:00Z"));
    }

    /// @param now where the clock stands
    RetentionServer(Instant now) {
        this(PostgresForTests.newDataSource(), new PinnedClock(now), new WordsInMemory(), _ -> {});
    }

    /// @param steps told how far runs come
    RetentionServer(HikariDataSource dataSource, PinnedClock clock, WordsInMemory words, RunStep.Listener steps) {
        this(dataSource, clock, words, steps, CoolingOff.NONE);
    }

    /// @param coolingOff of schedules that make something due
    RetentionServer(Instant now, Duration coolingOff) {
        this(
                PostgresForTests.newDataSource(),
                new PinnedClock(now),
                new WordsInMemory(),
                _ -> {},
                new CoolingOff(coolingOff));
    }

    private RetentionServer(
            HikariDataSource dataSource,
            PinnedClock clock,
            WordsInMemory words,
            RunStep.Listener steps,
            CoolingOff coolingOff) {
        super(
                RetentionService.SERVICE,
                dataSource,
                clock,
                new Parts()
                        .with(SealedWords.class, words)
                        .with(CoolingOff.class, coolingOff)
                        .with(SigningKey.class, SigningKey.of(KEY))
                        .with(RunStep.Listener.class, steps));
        this.words = words;
        commands.handle(Append.class, (command, decision) -> {
            command.entries().forEach(entry -> decision.append(EventId.random(), entry, command.at()));
            return new Appended(command.entries().size());
        });
        keys = new Follower(
                new KeysInMemory(commands, clock), log, commands.store(), dataSource, "retention.token_entry", meters);
        platform = key(ClientId.PLATFORM, Role.values());
        awaitFirstSweep();
    }

    /// Later ones come by the clock, which the tests move.
    private void awaitFirstSweep() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rows("SELECT 1 FROM retention.scheduled_tasks WHERE task_name = 'retention-sweep'"
                                        + " AND last_success IS NOT NULL")
                                .size()
                        == 1);
    }

    /// From now on orders are carried out.
    RetentionServer answering() {
        keys.start();
        return this;
    }

    void append(ClientId client, LogEntry... entries) {
        append(recordedAt(), entries);
    }

    private Instant recordedAt() {
        return earlier == null ? clock.instant() : earlier;
    }

    /// What happened at a time past, before anything else of the client was recorded.
    <T> T recorded(String at, Supplier<T> past) {
        earlier = Instant.parse(at);
        try {
            return past.get();
        } finally {
            earlier = null;
        }
    }

    /// @param at when they are recorded
    void append(Instant at, LogEntry... entries) {
        commands.sendAndWait(new Append(List.of(entries), at));
    }

    /// A client with a schedule, as transcript-service registers it.
    final class Brand {
        final ClientId id = ClientId.random();
        final String path = "/v1/clients/" + id;
        final String operator;
        final String officer;

        Brand(String... rules) {
            List<RetentionRule> all = new ArrayList<>();
            for (String rule : rules) {
                String[] parts = rule.split(" ");
                String[] subject = parts[0].split("/");
                all.add(new RetentionRule(
                        subject[0], subject.length > 1 ? new Channel(subject[1]) : null, Period.parse(parts[1])));
            }
            append(
                    id,
                    LogEntry.of(id, new ClientRegistered(id, "Brand", "eu")),
                    LogEntry.of(id, new RetentionScheduleSet(id, 1, all, recordedAt(), "bootstrap")));
            operator = key(id, Role.RETENTION_OPERATOR, Role.CLIENT_ADMIN);
            officer = key(id, Role.PRIVACY_OFFICER);
        }

        /// A conversation of a new consumer, with contact data and a visit of that time.
        Talk talk(String openedAt) {
            return new Talk(this, ConsumerId.random(), WEB, Instant.parse(openedAt));
        }

        Talk talk(ConsumerId consumer, Channel channel, String openedAt) {
            return new Talk(this, consumer, channel, Instant.parse(openedAt));
        }

        /// Asks for a run and waits for its end.
        JsonNode run(String body) {
            String run = post("/v1/retention-runs", operator, body).is(202).text("run_id");
            return finished(run);
        }

        JsonNode finished(String run) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> get("/v1/retention-runs/" + run, operator)
                            .text("state")
                            .equals("completed"));
            return get("/v1/retention-runs/" + run, operator).is(200).json();
        }
    }

    final class Talk {
        final Brand brand;
        final ConsumerId consumer;
        final ConversationId id = ConversationId.random();
        final Channel channel;

        Talk(Brand brand, ConsumerId consumer, Channel channel, Instant openedAt) {
            this.brand = brand;
            this.consumer = consumer;
            this.channel = channel;
            append(
                    brand.id,
                    LogEntry.of(brand.id, new ConsumerIdentified(consumer, List.of("email"), channel, openedAt)),
                    new LogEntry(
                            brand.id,
                            new ConsumerIdentifiersLinked(consumer, List.of("email"), channel, openedAt),
                            new Sealed(new byte[61])),
                    LogEntry.of(brand.id, new ConversationOpened(id, consumer, channel, openedAt, null)),
                    new LogEntry(brand.id, new VisitObserved(id, channel, openedAt), new Sealed(new byte[61])));
        }

        /// Messages of 100 bytes each.
        Talk says(int messages, String sentAt) {
            LogEntry[] entries = new LogEntry[messages];
            for (int i = 0; i < messages; i++) {
                entries[i] = new LogEntry(
                        brand.id,
                        new MessageRecorded(
                                id,
                                consumer,
                                new MessageId(UUID.randomUUID()),
                                Author.CONSUMER,
                                channel,
                                Instant.parse(sentAt)),
                        new Sealed(new byte[100]));
            }
            append(brand.id, entries);
            return this;
        }
    }

    /// Waits until the views have taken in what stands in the log.
    void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> meters.find("lethe.view.lag").gauges().stream()
                        .filter(gauge -> gauge.getId().getTag("view").startsWith("retention-"))
                        .allMatch(gauge -> gauge.value() == 0));
    }

    Brand brand(String... rules) {
        return new Brand(rules);
    }

    @Override
    public void close() {
        keys.close();
        super.close();
    }
}
