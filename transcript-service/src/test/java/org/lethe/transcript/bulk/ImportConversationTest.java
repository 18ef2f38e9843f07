package org.lethe.transcript.bulk;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.closed;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.identified;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageRecorded;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DueOnArrivalException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.transcript.conversations.OpenConversationHandler;

class ImportConversationTest {
    private static final UUID EXTERNAL = UUID.randomUUID();
    private static final SealedEvent<MessageRecorded> HELLO = message();
    private static final SealedEvent<MessageRecorded> NEXT_DAY =
            message(CONVERSATION, SAID_AT.plus(Duration.ofDays(1)));
    private static final OpenConversation OPEN = new OpenConversation(
            CLIENT,
            new ConversationOpened(CONVERSATION, CONSUMER, WEB, SAID_AT, EXTERNAL),
            null,
            null,
            Arrival.REFUSED_IF_DUE,
            NOW);
    private static final ImportConversation IMPORT =
            new ImportConversation(OPEN, List.of(HELLO, NEXT_DAY), closed().closedAt());

    private final DecisionFixture<ImportConversation, Opened> fixture = DecisionFixture.of(
            ImportConversation.class, (command, decision) -> command.decide(new OpenConversationHandler(), decision));

    @Test
    void recordsAllOfItAtOnce() {
        fixture.when(IMPORT)
                .thenEntries(
                        LogEntry.of(CLIENT, identified()),
                        LogEntry.of(CLIENT, opened(EXTERNAL)),
                        entry(HELLO),
                        entry(NEXT_DAY),
                        LogEntry.of(CLIENT, closed()))
                .recordedAt(NOW)
                .answers(new Opened.Now(CONVERSATION, CONSUMER));
    }

    @Test
    void recordsAConversationWithoutAMessage() {
        fixture.given(CLIENT, identified())
                .when(new ImportConversation(OPEN, List.of(), closed().closedAt()))
                .then(CLIENT, opened(EXTERNAL), closed());
    }

    @Test
    void recordsTheSameConversationOnce() {
        fixture.given(CLIENT, identified(), opened(EXTERNAL))
                .when(IMPORT)
                .thenNothing()
                .answers(new Opened.Before(CONVERSATION, CONSUMER));
    }

    @Test
    void recordsOnceWhatComesTwiceAtTheSameTime() {
        fixture.comingBetween(CLIENT, opened(EXTERNAL))
                .when(IMPORT)
                .decidedAnew()
                .thenNothing()
                .answers(new Opened.Before(CONVERSATION, CONSUMER));
    }

    @Test
    void takesNothingOfItWhereOneOfItsDaysExpired() {
        fixture.given(CLIENT, destroyed(NEXT_DAY.event().bucket()))
                .when(IMPORT)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void losesToAnExpiryThatComesMeanwhile() {
        fixture.comingBetween(CLIENT, destroyed(NEXT_DAY.event().bucket()))
                .when(IMPORT)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void takesNothingOfSomebodyErased() {
        fixture.given(CLIENT, identified(), consumerErased())
                .when(IMPORT)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void doesNotMindAnotherClientsExpiry() {
        fixture.given(CLIENT, identified())
                .comingBetween(
                        OTHER_CLIENT, destroyed(OTHER_CLIENT, HELLO.event().bucket()))
                .when(IMPORT)
                .decidedOnce()
                .answers(new Opened.Now(CONVERSATION, CONSUMER));
    }

    @Test
    void takesNothingInSilenceThatIsDueAlready() {
        SealedEvent<MessageRecorded> old = message(CONVERSATION, NOW.minus(Duration.ofDays(30)));
        fixture.given(CLIENT, schedule(1, "P7D", Instant.EPOCH));

        fixture.when(new ImportConversation(OPEN, List.of(HELLO, old), closed().closedAt()))
                .thenRefused(DueOnArrivalException.class, "due-on-arrival");
    }
}
