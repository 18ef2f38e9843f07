package org.lethe.transcript.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.closed;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.consumerForgotten;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.receipt;
import static org.lethe.transcript.Example.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.retention.RuleText;
import org.lethe.eventlog.LogPosition;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.Example;
import org.lethe.transcript.capture.Recording.Recorded;
import org.lethe.transcript.capture.Recording.RecordedBefore;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DueOnArrivalException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.ConversationClosedException;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.web.ClientOffboardedException;

class RecordMessageTest {
    private static final SealedEvent<MessageRecorded> HELLO = message();
    private static final RecordMessage RECORD = new RecordMessage(CLIENT, HELLO, Arrival.REFUSED_IF_DUE, NOW);

    private final DecisionFixture<RecordMessage, Recording> fixture =
            DecisionFixture.of(RecordMessage.class, new RecordMessageHandler()::decide);

    @Test
    void recordsAMessageInAnOpenConversation() {
        // when
        Outcome<Recording> outcome = fixture.given(CLIENT, opened()).when(RECORD);

        // then
        outcome.thenEntries(entry(HELLO)).recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(HELLO.id()); // its envelope is bound to it
        assertThat(outcome.answer()).isInstanceOf(Recorded.class);
        assertThat(outcome.answer().position()).isEqualTo(new LogPosition(2, 1));
    }

    @Test
    void recordsTheSameMessageOnce() {
        // given
        fixture.given(CLIENT, opened()).given(entry(HELLO));
        LogPosition first = fixture.lastGiven();

        // then
        fixture.when(RECORD).thenNothing().answers(new RecordedBefore(first));
    }

    @Test
    void recordsOnceWhatComesTwiceAtTheSameTime() {
        Outcome<Recording> outcome =
                fixture.given(CLIENT, opened()).comingBetween(entry(HELLO)).when(RECORD);

        outcome.decidedAnew().thenNothing().answers(new RecordedBefore(new LogPosition(2, 1)));
    }

    @Test
    void doesNotWaitForOthersWhoTypeInTheSameConversation() {
        fixture.given(CLIENT, opened())
                .comingBetween(entry(message()))
                .when(RECORD)
                .decidedOnce()
                .thenEntries(entry(HELLO));
    }

    @Test
    void refusesAMessageAfterClose() {
        fixture.given(CLIENT, opened(), closed())
                .when(RECORD)
                .thenRefused(
                        ConversationClosedException.class,
                        "conversation-closed",
                        Map.of("closed_at", closed().closedAt()));
    }

    @Test
    void refusesAMessageWhereTheConversationWasClosedAMomentAgo() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, closed())
                .when(RECORD)
                .thenRefused(ConversationClosedException.class, "conversation-closed");
    }

    @Test
    void answersARepetitionAsTheFirstTimeAfterClose() {
        fixture.given(CLIENT, opened())
                .given(entry(HELLO))
                .given(CLIENT, closed())
                .when(RECORD)
                .thenNothing()
                .answers(new RecordedBefore(new LogPosition(2, 1)));
    }

    @Test
    void refusesAMessageInAnErasedConversation() {
        fixture.given(CLIENT, opened(), conversationErased());

        fixture.when(RECORD)
                .thenRefused(
                        ContentErasedException.class,
                        "content-erased",
                        receipt(conversationErased(), fixture.lastGiven()));
    }

    @Test
    void refusesAMessageWithAnErasedConsumer() {
        fixture.given(CLIENT, opened(), consumerErased());

        fixture.when(RECORD)
                .thenRefused(
                        ContentErasedException.class, "content-erased", receipt(consumerErased(), fixture.lastGiven()));
    }

    @Test
    void refusesAMessageWithSomebodyForgotten() {
        fixture.given(CLIENT, opened(), consumerForgotten())
                .when(RECORD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToForgettingThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerForgotten())
                .when(RECORD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToAnErasureThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerErased())
                .when(RECORD)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesAMessageOfADayThatExpired() {
        fixture.given(CLIENT, opened(), destroyed(BUCKET))
                .when(RECORD)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void losesToAnExpiryThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, destroyed(BUCKET))
                .when(RECORD)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void doesNotMindWhatGoesOfOthers() {
        SealedEvent<MessageRecorded> earlier = message(CONVERSATION, SAID_AT.minus(Duration.ofDays(1)));

        fixture.given(CLIENT, opened(), destroyed(earlier.event().bucket()), consumerErased(ConsumerId.random()))
                .comingBetween(OTHER_CLIENT, destroyed(OTHER_CLIENT, BUCKET))
                .when(RECORD)
                .decidedOnce()
                .thenEntries(entry(HELLO));
    }

    @Test
    void refusesAConversationThatIsNot() {
        fixture.when(RECORD).thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClientsConversation() {
        fixture.given(OTHER_CLIENT, opened())
                .when(RECORD)
                .thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void saysNothingOfHowAnotherClientsConversationEnded() {
        fixture.given(OTHER_CLIENT, opened(), closed(), Example.conversationErased())
                .when(RECORD)
                .thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void takesNothingOfAClientThatLeftAMomentAgo() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, new ClientOffboarded(CLIENT, "admin"))
                .when(RECORD)
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }

    @Test
    void takesNothingInSilenceThatIsDueAlready() {
        // given what was said on the 1st is due from the 3rd at noon
        SealedEvent<MessageRecorded> old = message(CONVERSATION, Instant.parse("2026-11-01T08:00:00Z"));
        fixture.given(CLIENT, schedule(1, "P1Y", Instant.EPOCH), schedule(2, "P1D", NOW), opened());

        // then
        fixture.when(new RecordMessage(CLIENT, old, Arrival.REFUSED_IF_DUE, NOW))
                .thenRefused(
                        DueOnArrivalException.class,
                        "due-on-arrival",
                        Map.of(
                                "rule",
                                new RuleText("default", null, "P1D"),
                                "schedule_version",
                                2,
                                "day",
                                LocalDate.parse("2026-11-01"),
                                "due_since",
                                Instant.parse("2026-11-03T12:00:00Z")));
        fixture.when(new RecordMessage(CLIENT, old, Arrival.EVEN_IF_DUE, NOW)).thenEntries(entry(old));
    }

    @Test
    void takesWhatIsDueByAScheduleThatWaits() {
        SealedEvent<MessageRecorded> old = message(CONVERSATION, Instant.parse("2026-11-01T08:00:00Z"));

        fixture.given(CLIENT, schedule(1, "P1Y", Instant.EPOCH), schedule(2, "P1D", NOW.plusSeconds(1)), opened())
                .when(new RecordMessage(CLIENT, old, Arrival.REFUSED_IF_DUE, NOW))
                .thenEntries(entry(old));
    }

    @Test
    void answersARepetitionOfWhatIsDueByNow() {
        SealedEvent<MessageRecorded> old = message(CONVERSATION, Instant.parse("2026-11-01T08:00:00Z"));

        fixture.given(CLIENT, schedule(1, "P1D", Instant.EPOCH), opened())
                .given(entry(old))
                .when(new RecordMessage(CLIENT, old, Arrival.REFUSED_IF_DUE, NOW))
                .thenNothing();
    }

    @Test
    void isDecidedAnewWhereAScheduleComesThatMakesItDue() {
        SealedEvent<MessageRecorded> old = message(CONVERSATION, Instant.parse("2026-11-01T08:00:00Z"));

        fixture.given(CLIENT, schedule(1, "P1Y", Instant.EPOCH), opened())
                .comingBetween(CLIENT, schedule(2, "P1D", Instant.EPOCH))
                .when(new RecordMessage(CLIENT, old, Arrival.REFUSED_IF_DUE, NOW))
                .thenRefused(DueOnArrivalException.class, "due-on-arrival");
    }

    @Test
    void looksUpNoScheduleForWhatIsSaidToday() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, schedule(1, "P1D", Instant.EPOCH))
                .when(RECORD)
                .decidedOnce()
                .thenEntries(entry(HELLO));
    }
}
