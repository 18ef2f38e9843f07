package org.lethe.transcript.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.SCOPE;
import static org.lethe.transcript.Example.opened;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.LogInMemory;
import org.lethe.eventlog.TransactionStep;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.keyring.KeyDestruction;
import org.lethe.web.NotFoundException;

class DestructionsTest {
    private static final TransactionStep NOTHING = transaction -> {};

    /// @param attempt counts from 1
    private record Attempt(int attempt) implements Command<Integer> {}

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final LogInMemory log = new LogInMemory();
    private final Commands commands = new Commands(log, Runnable::run);
    private final Destructions destructions = new Destructions(commands);
    private final AtomicInteger attempts = new AtomicInteger();

    DestructionsTest() {
        log.runsSteps();
    }

    /// Sends a command that meets this when it is decided, or in the transaction of its append, until it is well.
    private int send(int badAttempts, Runnable whenDecided, TransactionStep inTransaction) {
        commands.handle(Attempt.class, (command, decision) -> {
            boolean bad = command.attempt() <= badAttempts;
            if (bad) {
                whenDecided.run();
            }
            decision.append(CLIENT, opened(), NOW);
            decision.attach(bad ? inTransaction : NOTHING);
            return command.attempt();
        });
        return destructions.send(() -> new Attempt(attempts.incrementAndGet()));
    }

    private KeyDestruction consumerKey() {
        return keys.destruction(CLIENT, KeyKind.CONSUMER, SCOPE.consumer().toString());
    }

    @Test
    void decidesAnewWhereAKeyWasMintedMeanwhile() {
        // given
        String newcomer = ConsumerId.random().toString();
        KeyDestruction early = keys.destruction(CLIENT, KeyKind.CONSUMER, newcomer);
        keys.mint(CLIENT, KeyKind.CONSUMER, newcomer);

        // then
        assertThat(send(1, () -> {}, transaction -> early.execute(transaction, EventId.random(), "test")))
                .isEqualTo(2);
    }

    @Test
    void decidesAnewWhereAKeyWasDestroyedMeanwhile() throws Exception {
        // given
        KeyDestruction late = consumerKey();
        consumerKey().execute(null, EventId.random(), "test");

        // then
        assertThat(send(1, () -> {}, transaction -> late.execute(transaction, EventId.random(), "test")))
                .isEqualTo(2);
    }

    @Test
    void decidesAnewWhereAHoldEndedAndTookItsKeyAlong() throws Exception {
        // given
        keys.destruction(CLIENT, KeyKind.HOLD, HOLD.toString()).execute(null, EventId.random(), "test");

        // then
        assertThat(send(1, () -> keys.prepareEscrow(CLIENT, HOLD, List.of(SCOPE)), NOTHING))
                .isEqualTo(2);
    }

    @Test
    void decidesAnewWhereHeldContentCameInMeanwhile() {
        assertThat(send(1, () -> {}, transaction -> {
                    throw new ContentCameMeanwhileException();
                }))
                .isEqualTo(2);
    }

    @Test
    void givesUpWhereItNeverEnds() {
        assertThatExceptionOfType(AppendFailedException.class)
                .isThrownBy(() -> send(100, () -> {}, transaction -> {
                    throw new ContentCameMeanwhileException();
                }));
        assertThat(attempts).hasValue(20);
        assertThat(log.all()).isEmpty();
    }

    @Test
    void doesNotTryAgainWhatIsRefused() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> send(
                        1,
                        () -> {
                            throw new NotFoundException();
                        },
                        NOTHING));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void doesNotTryAgainWhatTheDatabaseRefuses() {
        assertThatExceptionOfType(AppendFailedException.class)
                .isThrownBy(() -> send(1, () -> {}, transaction -> transaction.commit()));
        assertThat(attempts).hasValue(1);
    }
}
