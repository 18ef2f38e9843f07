package org.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decider;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogInMemory;
import org.lethe.eventlog.LogPosition;
import org.lethe.eventlog.LogReader;
import org.lethe.web.ProblemException;

/// Tests one decision where it is made: given what happened, when this is ordered, then that happens or is refused. No
/// server, no database: the real [Commands] and decider over the log in memory.
///
///     fixture.given(CLIENT, opened, closed)
///             .when(record("hello"))
///             .thenRefused(ConversationClosedException.class, "conversation-closed");
///
/// It stands here and not in testkit, which the log's own tests use and which therefore can't know the log; and beside
/// [ServiceServer], because a refusal is one of the web's problem types.
public final class DecisionFixture<C extends Command<R>, R> {
    /// When all that is given was recorded, unless a test says otherwise.
    public static final Instant EARLIER = Instant.parse("2026-11-20T09:00:00Z");

    private final LogInMemory log = new LogInMemory();
    private final Commands commands = new Commands(log, Runnable::run);
    private final List<Happened> between = new ArrayList<>();
    private int decided;

    private record Happened(EventId id, LogEntry entry, Instant recordedAt) implements Command<Boolean> {}

    private DecisionFixture() {
        commands.handle(Happened.class, (happened, decision) -> {
            decision.append(happened.id(), happened.entry(), happened.recordedAt());
            return true;
        });
    }

    public static <C extends Command<R>, R> DecisionFixture<C, R> of(Class<C> command, Decider<C, R> decider) {
        return reading(command, log -> decider);
    }

    /// For a decider that looks into the log beside what it sources.
    public static <C extends Command<R>, R> DecisionFixture<C, R> reading(
            Class<C> command, Function<LogReader, Decider<C, R>> decider) {
        DecisionFixture<C, R> fixture = new DecisionFixture<>();
        Decider<C, R> tested = decider.apply(fixture.log);
        fixture.commands.handle(command, (ordered, decision) -> {
            R result = tested.decide(ordered, decision);
            if (++fixture.decided == 1) {
                fixture.between.forEach(fixture.commands::sendAndWait);
            }
            return result;
        });
        return fixture;
    }

    /// Lets the SQL that appends bring along run, on a connection that refuses all. Otherwise it is only noted.
    public DecisionFixture<C, R> runningSteps() {
        log.runsSteps();
        return this;
    }

    public DecisionFixture<C, R> given(ClientId client, Event... events) {
        return given(client, EARLIER, events);
    }

    public DecisionFixture<C, R> given(ClientId client, Instant recordedAt, Event... events) {
        for (Event event : events) {
            given(EventId.random(), LogEntry.of(client, event), recordedAt);
        }
        return this;
    }

    public DecisionFixture<C, R> given(LogEntry entry) {
        return given(EventId.random(), entry, EARLIER);
    }

    public DecisionFixture<C, R> given(EventId id, LogEntry entry, Instant recordedAt) {
        commands.sendAndWait(new Happened(id, entry, recordedAt));
        return this;
    }

    /// Has this happen once the command was decided for the first time, before its events are appended.
    public DecisionFixture<C, R> comingBetween(ClientId client, Event... events) {
        for (Event event : events) {
            comingBetween(LogEntry.of(client, event));
        }
        return this;
    }

    public DecisionFixture<C, R> comingBetween(LogEntry entry) {
        between.add(new Happened(EventId.random(), entry, EARLIER));
        return this;
    }

    /// Where the newest event that was given stands.
    public LogPosition lastGiven() {
        return log.all().getLast().position();
    }

    public Outcome<R> when(C command) {
        decided = 0;
        List<Sourced> before = log.all();
        int stepsBefore = log.steps();
        R answer = null;
        RuntimeException refusal = null;
        try {
            answer = commands.sendAndWait(command);
        } catch (RuntimeException e) {
            refusal = e;
        }
        List<Sourced> happened =
                new ArrayList<>(log.all().subList(before.size(), log.all().size()));
        if (decided > 0) {
            happened.subList(0, between.size()).clear();
            between.clear();
        }
        return new Outcome<>(answer, refusal, happened, log.steps() - stepsBefore, decided);
    }

    /// What came of it.
    public static final class Outcome<R> {
        private final R answer;
        private final RuntimeException refusal;
        private final List<Sourced> happened;
        private final int steps;
        private final int decided;

        private Outcome(R answer, RuntimeException refusal, List<Sourced> happened, int steps, int decided) {
            this.answer = answer;
            this.refusal = refusal;
            this.happened = happened;
            this.steps = steps;
            this.decided = decided;
        }

        /// These events and no others, in this client's log, without envelopes.
        public Outcome<R> then(ClientId client, Event... events) {
            return thenEntries(Arrays.stream(events)
                    .map(event -> LogEntry.of(client, event))
                    .toArray(LogEntry[]::new));
        }

        /// These and no others, with their envelopes.
        public Outcome<R> thenEntries(LogEntry... entries) {
            notRefused();
            assertThat(entries).as("events that are expected").isNotEmpty();
            assertThat(happened).extracting(Sourced::entry).containsExactly(entries);
            return this;
        }

        public Outcome<R> thenNothing() {
            notRefused();
            assertThat(happened).extracting(Sourced::event).isEmpty();
            assertThat(steps).as("appends with SQL of their own").isZero();
            return this;
        }

        public Outcome<R> answers(R expected) {
            assertThat(answer()).isEqualTo(expected);
            return this;
        }

        public R answer() {
            notRefused();
            return answer;
        }

        /// What was appended, with ids and times.
        public List<Sourced> happened() {
            return happened;
        }

        /// In one append with SQL of its own.
        public Outcome<R> withAStep() {
            assertThat(steps).as("appends with SQL of their own").isEqualTo(1);
            return this;
        }

        public Outcome<R> withoutAStep() {
            assertThat(steps).as("appends with SQL of their own").isZero();
            return this;
        }

        public Outcome<R> recordedAt(Instant at) {
            assertThat(happened).isNotEmpty().extracting(Sourced::recordedAt).containsOnly(at);
            return this;
        }

        /// Something came between, and mattered.
        public Outcome<R> decidedAnew() {
            assertThat(decided).as("times it was decided").isEqualTo(2);
            return this;
        }

        /// Something came between, and did not matter.
        public Outcome<R> decidedOnce() {
            assertThat(decided).as("times it was decided").isEqualTo(1);
            return this;
        }

        /// Refused by exactly this, and nothing happened.
        public <E extends RuntimeException> E thenRefused(Class<E> type) {
            assertThat(refusal).isExactlyInstanceOf(type);
            assertThat(happened).extracting(Sourced::event).isEmpty();
            assertThat(steps).as("appends with SQL of their own").isZero();
            return type.cast(refusal);
        }

        /// @param slug of the problem type that the caller is told
        public <E extends ProblemException> E thenRefused(Class<E> type, String slug) {
            E refused = thenRefused(type);
            assertThat(refused.type().slug()).isEqualTo(slug);
            return refused;
        }

        /// @param members that the answer has beside
        public void thenRefused(Class<? extends ProblemException> type, String slug, Map<String, Object> members) {
            assertThat(thenRefused(type, slug).members()).isEqualTo(members);
        }

        private void notRefused() {
            if (refusal != null) {
                throw new AssertionError("refused: " + refusal, refusal);
            }
        }
    }
}
