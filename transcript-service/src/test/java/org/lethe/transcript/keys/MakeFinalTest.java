package org.lethe.transcript.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.keyring.ErasedForGood;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.keys.MakeFinal.Made;

class MakeFinalTest {
    private static final EventId ORDER = EventId.random();
    private static final int EPOCH = 20_778;

    private final AtomicInteger deeds = new AtomicInteger();
    private final DecisionFixture<MakeFinal, Made> fixture =
            DecisionFixture.of(MakeFinal.class, MakeFinal::decide).runningSteps();

    private static ErasedForGood erased(ClientId client, KeyKind kind, Object naturalKey) {
        return new ErasedForGood(client, key(kind), naturalKey.toString(), ORDER, EPOCH);
    }

    private static DestroyedKey key(KeyKind kind) {
        return new DestroyedKey(kind, "ab".repeat(32));
    }

    private static LogEntry made(ClientId client, KeyKind kind, Object key) {
        return LogEntry.of(client, new ErasureFinal(key(kind), key.toString(), ORDER, EPOCH, NOW));
    }

    private MakeFinal of(ErasedForGood... erased) {
        return new MakeFinal(List.of(erased), transaction -> deeds.incrementAndGet(), NOW);
    }

    @Test
    void saysInEachClientsLogWhatIsOutOfReachAndMakesItSoInThatCommit() {
        fixture.when(of(erased(CLIENT, KeyKind.CONSUMER, CONSUMER), erased(OTHER_CLIENT, KeyKind.HOLD, HOLD)))
                .thenEntries(made(CLIENT, KeyKind.CONSUMER, CONSUMER), made(OTHER_CLIENT, KeyKind.HOLD, HOLD))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Made(2));

        assertThat(deeds).hasValue(1);
    }

    @Test
    void namesKeysAsTheirDestructionDid() {
        fixture.when(of(
                        erased(CLIENT, KeyKind.CONVERSATION, CONVERSATION),
                        erased(CLIENT, KeyKind.BUCKET, BUCKET.wireName()),
                        erased(CLIENT, KeyKind.CLIENT, 7),
                        erased(CLIENT, KeyKind.BLIND_INDEX, CLIENT)))
                .thenEntries(
                        made(CLIENT, KeyKind.CONVERSATION, CONVERSATION),
                        made(CLIENT, KeyKind.BUCKET, CLIENT + "/" + BUCKET.wireName()),
                        made(CLIENT, KeyKind.CLIENT, CLIENT + "/7"),
                        made(CLIENT, KeyKind.BLIND_INDEX, CLIENT));
    }

    @Test
    void saysNothingWhereNothingIsDue() {
        fixture.when(of()).thenNothing().answers(new Made(0));

        assertThat(deeds).hasValue(0);
    }
}
