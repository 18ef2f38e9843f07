package org.lethe.transcript.bulk;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.closed;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.consumerForgotten;
import static org.lethe.transcript.Example.contact;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.MessageRecorded;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.bulk.AddMessages.Added;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DueOnArrivalException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.ClientOffboardedException;

class AddMessagesTest {
    private static final SealedEvent<MessageRecorded> ONE = message();
    private static final SealedEvent<MessageRecorded> TWO = message();
    private static final SealedEvent<ConsumerIdentifiersLinked> CONTACT = contact();
    private static final AddMessages ADD =
            new AddMessages(CLIENT, opened(), CONTACT, List.of(ONE, TWO), Arrival.REFUSED_IF_DUE, NOW);

    private final DecisionFixture<AddMessages, Added> fixture =
            DecisionFixture.of(AddMessages.class, AddMessages::decide);

    @Test
    void addsToAConversationThatIsOpenOrClosed() {
        fixture.given(CLIENT, opened(), closed())
                .when(ADD)
                .thenEntries(entry(CONTACT), entry(ONE), entry(TWO))
                .recordedAt(NOW)
                .answers(Added.NOW);
    }

    @Test
    void addsNothingWhereOneOfThemIsThereAlready() {
        fixture.given(CLIENT, opened())
                .given(entry(TWO))
                .when(ADD)
                .thenNothing()
                .answers(Added.OVERTAKEN);
    }

    @Test
    void addsNothingWhereSomebodyAddsOneOfThemMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(entry(ONE))
                .when(ADD)
                .decidedAnew()
                .thenNothing()
                .answers(Added.OVERTAKEN);
    }

    @Test
    void doesNotMindOthersThatAreAddedMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(entry(message()))
                .when(ADD)
                .decidedOnce()
                .answers(Added.NOW);
    }

    @Test
    void addsNothingToWhatWasErased() {
        fixture.given(CLIENT, opened(), conversationErased())
                .when(ADD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToForgettingThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerForgotten())
                .when(ADD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToAnErasureThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerErased())
                .when(ADD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void addsNothingOfADayThatExpired() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, destroyed(ONE.event().bucket()))
                .when(ADD)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void takesNothingOfAClientThatLeftAMomentAgo() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, new ClientOffboarded(CLIENT, "admin"))
                .when(ADD)
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }

    @Test
    void takesNothingInSilenceThatIsDueAlready() {
        // given one that is, beside one that is not
        SealedEvent<MessageRecorded> old = message(opened().conversation(), NOW.minus(Duration.ofDays(30)));
        fixture.given(CLIENT, schedule(1, "P7D", Instant.EPOCH), opened());

        // then
        fixture.when(new AddMessages(CLIENT, opened(), null, List.of(ONE, old), Arrival.REFUSED_IF_DUE, NOW))
                .thenRefused(DueOnArrivalException.class, "due-on-arrival");
        fixture.when(new AddMessages(CLIENT, opened(), null, List.of(ONE, old), Arrival.EVEN_IF_DUE, NOW))
                .thenEntries(entry(ONE), entry(old));
    }
}
