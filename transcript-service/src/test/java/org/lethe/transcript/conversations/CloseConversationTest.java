package org.lethe.transcript.conversations;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.closed;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.receipt;

import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConversationClosed;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.conversations.CloseConversation.Closed;

class CloseConversationTest {
    private static final CloseConversation CLOSE = new CloseConversation(CLIENT, CONVERSATION, NOW);
    private static final ConversationClosed NOW_CLOSED = new ConversationClosed(CONVERSATION, CONSUMER, NOW);

    private final DecisionFixture<CloseConversation, Closed> fixture =
            DecisionFixture.of(CloseConversation.class, CloseConversation::decide);

    @Test
    void closesAnOpenConversation() {
        fixture.given(CLIENT, opened())
                .when(CLOSE)
                .then(CLIENT, NOW_CLOSED)
                .recordedAt(NOW)
                .answers(new Closed(NOW));
    }

    @Test
    void saysAgainWhenItWasClosed() {
        fixture.given(CLIENT, opened(), closed()).when(CLOSE).thenNothing().answers(new Closed(closed().closedAt()));
    }

    @Test
    void closesOnceWhereTwoCloseAtOnce() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, closed())
                .when(CLOSE)
                .decidedAnew()
                .thenNothing()
                .answers(new Closed(closed().closedAt()));
    }

    @Test
    void doesNotWaitForAMessage() {
        // who records it sources the close: one of the two comes first
        fixture.given(CLIENT, opened())
                .comingBetween(entry(message()))
                .when(CLOSE)
                .decidedOnce()
                .then(CLIENT, NOW_CLOSED);
    }

    @Test
    void refusesAnErasedConversation() {
        fixture.given(CLIENT, opened(), conversationErased());

        fixture.when(CLOSE)
                .thenRefused(
                        ContentErasedException.class,
                        "content-erased",
                        receipt(conversationErased(), fixture.lastGiven()));
    }

    @Test
    void losesToAnErasureThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, conversationErased())
                .when(CLOSE)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesAConversationThatIsNot() {
        fixture.when(CLOSE).thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClientsConversation() {
        fixture.given(OTHER_CLIENT, opened()).when(CLOSE).thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void saysNothingOfHowAnotherClientsConversationEnded() {
        fixture.given(OTHER_CLIENT, opened(), closed())
                .when(CLOSE)
                .thenRefused(ConversationNotFoundException.class, "not-found");
    }
}
