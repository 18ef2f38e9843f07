package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldHistoryTest {
    private static final ClientId CLIENT = ClientId.random();
    private static final HoldId FIRST = HoldId.random();
    private static final HoldId SECOND = HoldId.random();
    private static final ConsumerId JO = ConsumerId.random();
    private static final ConversationId TALK = ConversationId.random();
    private static final Bucket BUCKET =
            new Bucket(Category.MESSAGES, new Channel("web"), LocalDate.parse("2026-11-20"));

    private final HoldHistory history = new HoldHistory();
    private long position;

    private static HoldScope all() {
        return new HoldScope(List.of(), List.of(), null, null, null, true);
    }

    private static HoldScope of(ConsumerId consumer) {
        return new HoldScope(List.of(consumer), List.of(), null, null, null, false);
    }

    private long happens(Event event) {
        history.apply(++position, event);
        return position;
    }

    private long placed(HoldId hold, HoldScope scope) {
        return happens(new LegalHoldPlaced(hold, CLIENT, scope, 0, "officer"));
    }

    private long released(HoldId hold) {
        return happens(new LegalHoldReleased(hold, CLIENT, null, "officer"));
    }

    private long destroyed() {
        return ++position;
    }

    private boolean keepsSince(long destroyed) {
        return history.keepsSince(destroyed, BUCKET, JO, TALK);
    }

    @Test
    void keepsWhatAHoldCoveredWhenItsKeyWent() {
        placed(FIRST, of(JO));

        assertThat(keepsSince(destroyed())).isTrue();
    }

    @Test
    void bringsNothingBack() {
        long destroyed = destroyed();
        placed(FIRST, of(JO));

        assertThat(keepsSince(destroyed)).isFalse();
    }

    @Test
    void keepsNothingThatNoHoldCovers() {
        placed(FIRST, of(ConsumerId.random()));

        assertThat(keepsSince(destroyed())).isFalse();
    }

    @Test
    void letsGoWithTheLastRelease() {
        placed(FIRST, of(JO));
        long destroyed = destroyed();
        placed(SECOND, all());
        released(FIRST);
        assertThat(keepsSince(destroyed)).isTrue();

        released(SECOND);

        assertThat(keepsSince(destroyed)).isFalse();
    }

    @Test
    void letsGoWhereNobodyTakesOver() {
        placed(FIRST, of(JO));
        long destroyed = destroyed();
        released(FIRST);
        placed(SECOND, of(JO));

        assertThat(keepsSince(destroyed)).isFalse();
    }

    @Test
    void asksTheHoldsInForceAndThoseThatHaveNotHandedOn() {
        placed(FIRST, of(JO));
        placed(SECOND, all());
        released(FIRST);

        assertThat(history.keepers(BUCKET, JO, TALK)).containsExactly(FIRST, SECOND);
        assertThat(history.inForce()).containsOnlyKeys(SECOND);
        assertThat(history.released(FIRST)).contains(position);
        assertThat(history.released(SECOND)).isEmpty();
    }

    @Test
    void asksNoHoldThatEndedForGood() {
        placed(FIRST, of(JO));
        released(FIRST);
        placed(SECOND, of(JO));

        assertThat(history.keepers(BUCKET, JO, TALK)).containsExactly(SECOND);
    }

    @Test
    void followsWhoComesBack() {
        placed(FIRST, of(JO));
        ConsumerId back = ConsumerId.random();
        happens(new HeldConsumerReturned(CLIENT, back, List.of(JO)));
        ConsumerId backAgain = ConsumerId.random();
        happens(new HeldConsumerReturned(CLIENT, backAgain, List.of(back)));
        placed(SECOND, of(JO));

        assertThat(history.inForce())
                .hasSize(2)
                .allSatisfy((hold, scope) -> assertThat(scope.consumers()).containsExactly(JO, back, backAgain));
        assertThat(history.scope(FIRST))
                .hasValueSatisfying(scope ->
                        assertThat(scope.covers(BUCKET, backAgain, TALK)).isTrue());
    }

    /// Random histories against a model that has the escrow itself: what is in it, and who takes over when.
    @Test
    void agreesWithEscrowsThatAreHandedOn() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            HoldHistory walked = new HoldHistory();
            List<HoldId> inForce = new ArrayList<>();
            Set<HoldId> covering = new HashSet<>();
            Set<HoldId> escrows = new HashSet<>();
            long destroyed = 0;
            for (int at = 1; at <= 12; at++) {
                int step = random.nextInt(4);
                if (step == 0 && destroyed == 0) {
                    destroyed = at;
                    escrows.addAll(covering);
                } else if (step < 3 || inForce.isEmpty()) {
                    HoldId hold = HoldId.random();
                    boolean covers = random.nextBoolean();
                    walked.apply(
                            at, new LegalHoldPlaced(hold, CLIENT, of(covers ? JO : ConsumerId.random()), 0, "officer"));
                    inForce.add(hold);
                    if (covers) {
                        covering.add(hold);
                    }
                } else {
                    HoldId hold = inForce.remove(random.nextInt(inForce.size()));
                    walked.apply(at, new LegalHoldReleased(hold, CLIENT, null, "officer"));
                    covering.remove(hold);
                    if (escrows.remove(hold)) {
                        escrows.addAll(covering);
                    }
                }
            }
            if (destroyed > 0) {
                assertThat(walked.keepsSince(destroyed, BUCKET, JO, TALK))
                        .as("seed %d", seed)
                        .isEqualTo(!escrows.isEmpty());
            }
        }
    }
}
