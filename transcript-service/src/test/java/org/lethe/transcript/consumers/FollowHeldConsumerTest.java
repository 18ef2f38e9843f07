package org.lethe.transcript.consumers;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HeldConsumerReturned;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.service.DecisionFixture;

class FollowHeldConsumerTest {
    private static final ConsumerId BACK = ConsumerId.random();
    private static final FollowHeldConsumer FOLLOW = new FollowHeldConsumer(CLIENT, BACK, Set.of(CONSUMER), NOW);
    private static final HeldConsumerReturned RETURNED = new HeldConsumerReturned(CLIENT, BACK, List.of(CONSUMER));
    private static final LegalHoldReleased RELEASED = new LegalHoldReleased(HOLD, CLIENT, null, "officer");

    private final DecisionFixture<FollowHeldConsumer, FollowHeldConsumer.Followed> fixture =
            DecisionFixture.of(FollowHeldConsumer.class, FollowHeldConsumer::decide);

    private static LegalHoldPlaced placed(ConsumerId... named) {
        return new LegalHoldPlaced(
                HOLD, CLIENT, new HoldScope(List.of(named), List.of(), null, null, null, false), 0, "officer");
    }

    @Test
    void letsTheHoldFollow() {
        fixture.given(CLIENT, placed(CONSUMER))
                .when(FOLLOW)
                .then(CLIENT, RETURNED)
                .recordedAt(NOW);
    }

    @Test
    void followsOnce() {
        fixture.given(CLIENT, placed(CONSUMER), RETURNED).when(FOLLOW).thenNothing();
    }

    @Test
    void followsForAHoldThatNamesBoth() {
        fixture.given(CLIENT, placed(CONSUMER, BACK)).when(FOLLOW).thenNothing();
    }

    @Test
    void followsForNoHoldThatEnded() {
        fixture.given(CLIENT, placed(CONSUMER), RELEASED).when(FOLLOW).thenNothing();
    }

    @Test
    void followsForNoHoldThatNamesSomebodyElse() {
        fixture.given(CLIENT, placed(ConsumerId.random())).when(FOLLOW).thenNothing();
    }

    @Test
    void followsForNoOtherClient() {
        fixture.given(OTHER_CLIENT, placed(CONSUMER))
                .when(new FollowHeldConsumer(OTHER_CLIENT, BACK, Set.of(CONSUMER), NOW))
                .thenNothing();
    }
}
