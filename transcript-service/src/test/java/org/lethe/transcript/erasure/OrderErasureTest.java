package org.lethe.transcript.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.identified;
import static org.lethe.transcript.Example.opened;

import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.erasure.OrderErasure.Ordered;

class OrderErasureTest {
    private static final EventId EVENT = EventId.random();
    private static final EventId EARLIER_ORDER = EventId.random();
    private static final Sealed WORDS = new Sealed(new byte[] {1, 2, 3});

    private final DecisionFixture<OrderErasure, Ordered> fixture =
            DecisionFixture.of(OrderErasure.class, OrderErasure::decide);

    private static OrderErasure order(ConversationId conversation) {
        return new OrderErasure(CLIENT, CONSUMER, conversation, EVENT, "request", WORDS, "officer", NOW);
    }

    private static ErasureOrdered ordered(ConversationId conversation) {
        return new ErasureOrdered(CONSUMER, conversation, "request", "officer");
    }

    private static LogEntry entry(ConversationId conversation) {
        return new LogEntry(CLIENT, ordered(conversation), WORDS);
    }

    @Test
    void ordersAConsumerErased() {
        // when
        Outcome<Ordered> outcome = fixture.given(CLIENT, identified(), opened()).when(order(null));

        // then
        outcome.thenEntries(entry(null)).recordedAt(NOW).answers(new Ordered(EVENT));
        assertThat(outcome.happened().getFirst().id()).isEqualTo(EVENT); // its words are bound to it
    }

    @Test
    void ordersAConversationErased() {
        fixture.given(CLIENT, identified(), opened())
                .when(order(CONVERSATION))
                .thenEntries(entry(CONVERSATION))
                .answers(new Ordered(EVENT));
    }

    @Test
    void givesTheFirstOrderAgain() {
        fixture.given(EARLIER_ORDER, LogEntry.of(CLIENT, ordered(null)), NOW)
                .when(order(null))
                .thenNothing()
                .answers(new Ordered(EARLIER_ORDER));
    }

    @Test
    void givesTheFirstOrderAgainWhenItIsCarriedOut() {
        fixture.given(EARLIER_ORDER, LogEntry.of(CLIENT, ordered(null)), NOW)
                .given(CLIENT, consumerErased())
                .when(order(null))
                .thenNothing()
                .answers(new Ordered(EARLIER_ORDER));
    }

    @Test
    void ordersOnceWhereTwoOrderAtOnce() {
        Outcome<Ordered> outcome = fixture.comingBetween(CLIENT, ordered(null)).when(order(null));

        outcome.decidedAnew().thenNothing();
        assertThat(outcome.answer().order()).isNotEqualTo(EVENT);
    }

    @Test
    void ordersAConversationErasedBesideItsConsumer() {
        fixture.given(CLIENT, ordered(null)).when(order(CONVERSATION)).thenEntries(entry(CONVERSATION));
    }

    @Test
    void doesNotMindAnotherConsumersErasure() {
        ConsumerId other = ConsumerId.random();

        fixture.given(CLIENT, new ErasureOrdered(other, null, "request", "officer"))
                .comingBetween(CLIENT, consumerErased(other))
                .when(order(null))
                .decidedOnce()
                .thenEntries(entry(null));
    }
}
