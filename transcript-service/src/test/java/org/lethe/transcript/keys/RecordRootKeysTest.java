package org.lethe.transcript.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.NOW;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RootKeyDestroyed;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.keys.RecordRootKeys.Recorded;

class RecordRootKeysTest {
    private final AtomicInteger deeds = new AtomicInteger();
    private final DecisionFixture<RecordRootKeys, Recorded> fixture =
            DecisionFixture.of(RecordRootKeys.class, RecordRootKeys::decide).runningSteps();

    private RecordRootKeys of(Integer... epochs) {
        return new RecordRootKeys(List.of(epochs), transaction -> deeds.incrementAndGet(), NOW);
    }

    @Test
    void saysInThePlatformsLogWhichRootKeysAreGoneAndRecordsItInThatCommit() {
        fixture.when(of(20_778, 20_779))
                .thenEntries(
                        LogEntry.of(ClientId.PLATFORM, new RootKeyDestroyed(20_778, NOW)),
                        LogEntry.of(ClientId.PLATFORM, new RootKeyDestroyed(20_779, NOW)))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Recorded(2));

        assertThat(deeds).hasValue(1);
    }

    @Test
    void saysNothingWhereNoneIsGone() {
        fixture.when(of()).thenNothing().answers(new Recorded(0));

        assertThat(deeds).hasValue(0);
    }
}
