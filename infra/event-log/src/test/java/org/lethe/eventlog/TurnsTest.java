package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final UUID BIG = new UUID(0, 1);
    private static final UUID SMALL = new UUID(0, 2);

    private final Turns turns = new Turns();

    private PendingAppend add(UUID client, int rows) {
        EventRow row = new EventRow(
                client,
                UUID.randomUUID(),
                new GenericEventMessage("id", new MessageType("Noted", "1"), "payload", Map.of(), Instant.EPOCH),
                0,
                Set.of(),
                null,
                0,
                new long[0],
                new byte[0]);
        PendingAppend append = new PendingAppend(Condition.NONE, Collections.nCopies(rows, row), null, null);
        turns.add(append);
        return append;
    }

    private List<PendingAppend> batch(int maxAppends, int maxRows) {
        List<PendingAppend> taken = new ArrayList<>();
        turns.moveTo(taken, 0, maxAppends, maxRows);
        return taken;
    }

    @Test
    void oneOfManyWaitsForNoMoreThanOneOfEachOther() {
        // given
        PendingAppend first = add(BIG, 10);
        PendingAppend second = add(BIG, 10);
        PendingAppend small = add(SMALL, 1);

        // then
        assertThat(batch(2, 1_000)).containsExactly(first, small);
        assertThat(batch(2, 1_000)).containsExactly(second);
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void aBatchEndsWithTheAppendThatFillsIt() {
        PendingAppend huge = add(BIG, 5_000);
        PendingAppend next = add(BIG, 1);

        assertThat(batch(10, 1_000)).containsExactly(huge);
        assertThat(batch(10, 1_000)).containsExactly(next);
    }

    @Test
    void aClientsOwnStayInOrder() {
        List<PendingAppend> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(add(BIG, 1));
        }
        all.add(add(SMALL, 1));

        List<PendingAppend> taken = batch(100, 100);

        assertThat(taken).hasSize(6).containsAll(all);
        assertThat(taken.stream()
                        .filter(append -> append.rows.getFirst().client().equals(BIG)))
                .containsExactlyElementsOf(all.subList(0, 5));
    }

    @Test
    void nothingIsLeftBehind() {
        PendingAppend one = add(BIG, 1);
        PendingAppend other = add(SMALL, 1);

        assertThat(turns.removeAll()).containsExactlyInAnyOrder(one, other);
        assertThat(turns.isEmpty()).isTrue();
    }
}
