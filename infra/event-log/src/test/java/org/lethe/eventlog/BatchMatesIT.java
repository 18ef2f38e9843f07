package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who shares a transaction with a bad append, or with one that brings SQL of its own, does not notice.
class BatchMatesIT {
    private static final int MATES = 100;

    private final LogFixture fixture = new LogFixture();
    private EventLog log;

    @BeforeEach
    void open() {
        fixture.execute("CREATE TABLE deed (note text CHECK (note <> 'forbidden'))");
        log = fixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAppendThatTheDatabaseRefusesFailsAlone() {
        for (TaggedEventMessage<?> bad : List.of(
                LogFixture.note(new Tag("boundary", "with\0zero")),
                LogFixture.note(LogFixture.CLIENT, "{no json"),
                LogFixture.note(UUID.randomUUID(), "With\0Zero", new NoteCodec.Note(LogFixture.CLIENT, "{}", null)))) {
            // given
            long before = log.headPosition();
            List<CompletableFuture<Long>> mates = mates(MATES / 2);

            // when
            CompletableFuture<Long> refused = LogFixture.append(log, AppendCondition.none(), bad);
            mates.addAll(mates(MATES / 2));

            // then
            assertThat(LogFixture.outcome(refused)).isInstanceOf(AppendFailedException.class);
            assertThat(mates).isNotEmpty().allMatch(LogFixture::won);
            assertThat(fixture.storedAndSound()).hasSize((int) before + MATES);
        }
    }

    @Test
    void nobodyIsRefusedForAnEventThatNeverCameToBe() {
        for (int round = 0; round < 50; round++) {
            // given
            Tag boundary = new Tag("boundary", "b" + round);
            AppendCondition condition = LogFixture.unless(EventCriteria.havingTags(Set.of(boundary)), 0);
            mates(1);

            // when the first of two for one boundary turns out to be unacceptable
            CompletableFuture<Long> bad =
                    LogFixture.append(log, condition, LogFixture.note(LogFixture.CLIENT, "{", boundary));
            CompletableFuture<Long> good = LogFixture.append(log, condition, LogFixture.note(boundary));

            // then
            assertThat(LogFixture.outcome(bad)).isInstanceOf(AppendFailedException.class);
            assertThat(LogFixture.won(good)).isTrue();
        }
    }

    @Test
    void aUniqueTagThatIsTakenIsRefusedAlone() {
        // given it was taken before this log was opened, so only the database knows
        Tag message = new Tag("message", "m1");
        LogFixture.won(LogFixture.append(log, AppendCondition.none(), LogFixture.note(message)));
        EventLog later = fixture.open();
        List<CompletableFuture<Long>> mates = new ArrayList<>();
        mates.add(LogFixture.append(later, AppendCondition.none(), LogFixture.note()));

        // when
        CompletableFuture<Long> again = LogFixture.append(later, AppendCondition.none(), LogFixture.note(message));
        for (int i = 0; i < MATES; i++) {
            mates.add(LogFixture.append(later, AppendCondition.none(), LogFixture.note()));
        }

        // then
        assertThat(LogFixture.outcome(again)).isInstanceOf(AppendEventsTransactionRejectedException.class);
        assertThat(mates).isNotEmpty().allMatch(LogFixture::won);
        assertThat(fixture.storedAndSound()).hasSize(MATES + 2);
    }

    @Test
    void oneAppendWithTheSameUniqueTagTwiceFailsAlone() {
        // given
        Tag message = new Tag("message", "m1");
        List<CompletableFuture<Long>> mates = mates(MATES);

        // when
        CompletableFuture<Long> twice =
                LogFixture.append(log, AppendCondition.none(), LogFixture.note(message), LogFixture.note(message));
        mates.addAll(mates(MATES));

        // then
        assertThat(LogFixture.outcome(twice)).isInstanceOf(AppendFailedException.class);
        assertThat(mates).isNotEmpty().allMatch(LogFixture::won);
    }

    @Test
    void aStepAndItsEventsHappenBoth() {
        // given
        List<CompletableFuture<Long>> mates = mates(MATES / 2);

        // when
        CompletableFuture<Long> withStep = withStep(transaction -> insert(transaction.createStatement(), "done"));
        mates.addAll(mates(MATES / 2));

        // then
        assertThat(LogFixture.won(withStep)).isTrue();
        assertThat(mates).isNotEmpty().allMatch(LogFixture::won);
        assertThat(fixture.number("SELECT count(*) FROM deed")).isOne();
        assertThat(fixture.storedAndSound()).hasSize(MATES + 1);
    }

    @Test
    void neitherHappensWhereTheStepFails() {
        int expected = 0;
        for (TransactionStep failing : List.<TransactionStep>of(
                transaction -> {
                    insert(transaction.createStatement(), "half");
                    throw new IllegalStateException("of its own");
                },
                transaction -> {
                    insert(transaction.createStatement(), "half");
                    throw new SQLException("without a state");
                },
                transaction -> insert(transaction.createStatement(), "forbidden"),
                transaction -> {
                    insert(transaction.createStatement(), "half");
                    throw new AssertionError("even this");
                })) {
            // given
            List<CompletableFuture<Long>> mates = mates(MATES / 2);

            // when
            CompletableFuture<Long> refused = withStep(failing);
            mates.addAll(mates(MATES / 2));
            expected += MATES;

            // then
            assertThat(LogFixture.outcome(refused)).isInstanceOf(AppendFailedException.class);
            assertThat(mates).isNotEmpty().allMatch(LogFixture::won);
            assertThat(fixture.number("SELECT count(*) FROM deed")).isZero();
            assertThat(fixture.storedAndSound()).hasSize(expected);
        }
    }

    @Test
    void aStepDoesNotRunWhereTheConditionFails() {
        // given
        Tag boundary = new Tag("boundary", "b");
        LogFixture.won(LogFixture.append(log, AppendCondition.none(), LogFixture.note(boundary)));
        ProcessingContext context = LogFixture.context();
        TransactionStep.attach(context, transaction -> insert(transaction.createStatement(), "done"));

        // when
        CompletableFuture<Long> late = LogFixture.append(
                log,
                LogFixture.unless(EventCriteria.havingTags(Set.of(boundary)), 0),
                context,
                LogFixture.note(boundary));

        // then
        assertThat(LogFixture.won(late)).isFalse();
        assertThat(fixture.number("SELECT count(*) FROM deed")).isZero();
    }

    private CompletableFuture<Long> withStep(TransactionStep step) {
        ProcessingContext context = LogFixture.context();
        TransactionStep.attach(context, step);
        return LogFixture.append(log, AppendCondition.none(), context, LogFixture.note());
    }

    private static void insert(Statement statement, String note) throws SQLException {
        try (statement) {
            statement.execute("INSERT INTO deed VALUES ('" + note + "')");
        }
    }

    private List<CompletableFuture<Long>> mates(int count) {
        List<CompletableFuture<Long>> mates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mates.add(LogFixture.append(log, AppendCondition.none(), LogFixture.note()));
        }
        return mates;
    }
}
