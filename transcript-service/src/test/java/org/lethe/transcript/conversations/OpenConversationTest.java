package org.lethe.transcript.conversations;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.consumerForgotten;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.identified;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.receipt;
import static org.lethe.transcript.Example.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.VisitObserved;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.Example;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DueOnArrivalException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.web.ClientOffboardedException;

class OpenConversationTest {
    private static final UUID EXTERNAL = UUID.randomUUID();
    private static final SealedEvent<ConsumerIdentifiersLinked> CONTACT = Example.contact();
    private static final SealedEvent<VisitObserved> VISIT = Example.visit();
    private static final OpenConversation OPEN = open(null, null, null);

    private final DecisionFixture<OpenConversation, Opened> fixture =
            DecisionFixture.of(OpenConversation.class, new OpenConversationHandler()::decide);

    private static OpenConversation open(
            UUID external, SealedEvent<ConsumerIdentifiersLinked> contact, SealedEvent<VisitObserved> visit) {
        return new OpenConversation(
                CLIENT,
                new ConversationOpened(CONVERSATION, CONSUMER, WEB, SAID_AT, external),
                contact,
                visit,
                Arrival.REFUSED_IF_DUE,
                NOW);
    }

    @Test
    void opensWithSomebodyNew() {
        fixture.when(OPEN)
                .then(CLIENT, identified(), opened())
                .recordedAt(NOW)
                .answers(new Opened.Now(CONVERSATION, CONSUMER));
    }

    @Test
    void opensWithSomebodyKnown() {
        fixture.given(CLIENT, identified()).when(OPEN).then(CLIENT, opened());
    }

    @Test
    void recordsWhatWasToldOfThem() {
        fixture.when(open(EXTERNAL, CONTACT, VISIT))
                .thenEntries(
                        LogEntry.of(CLIENT, new ConsumerIdentified(CONSUMER, List.of("email"), WEB, SAID_AT)),
                        entry(CONTACT),
                        LogEntry.of(CLIENT, opened(EXTERNAL)),
                        entry(VISIT));
    }

    @Test
    void identifiesOnceWhereTwoConversationsBeginAtOnce() {
        fixture.comingBetween(CLIENT, identified())
                .when(open(null, CONTACT, null))
                .decidedAnew()
                .thenEntries(entry(CONTACT), LogEntry.of(CLIENT, opened()));
    }

    @Test
    void opensOnceForEachIdOfTheClientsOwn() {
        // given
        ConversationOpened before =
                new ConversationOpened(ConversationId.random(), ConsumerId.random(), WEB, SAID_AT, EXTERNAL);

        // then
        fixture.given(CLIENT, before)
                .when(open(EXTERNAL, CONTACT, VISIT))
                .thenNothing()
                .answers(new Opened.Before(before.conversation(), before.consumer()));
    }

    @Test
    void opensOnceWhereTheSameIdComesTwiceAtOnce() {
        ConversationOpened meanwhile =
                new ConversationOpened(ConversationId.random(), ConsumerId.random(), WEB, SAID_AT, EXTERNAL);

        fixture.comingBetween(CLIENT, meanwhile)
                .when(open(EXTERNAL, null, null))
                .decidedAnew()
                .thenNothing()
                .answers(new Opened.Before(meanwhile.conversation(), meanwhile.consumer()));
    }

    @Test
    void opensNoneWithSomebodyErased() {
        fixture.given(CLIENT, identified(), consumerErased());

        fixture.when(OPEN)
                .thenRefused(
                        ContentErasedException.class, "content-erased", receipt(consumerErased(), fixture.lastGiven()));
    }

    @Test
    void losesToForgettingThatComesMeanwhile() {
        fixture.given(CLIENT, identified())
                .comingBetween(CLIENT, consumerForgotten())
                .when(OPEN)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToAnErasureThatComesMeanwhile() {
        fixture.given(CLIENT, identified())
                .comingBetween(CLIENT, consumerErased())
                .when(OPEN)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesContactOfADayThatExpired() {
        fixture.given(CLIENT, destroyed(CONTACT.event().bucket()))
                .when(open(null, CONTACT, null))
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void refusesAVisitOfADayThatExpired() {
        fixture.given(CLIENT, destroyed(VISIT.event().bucket()))
                .when(open(null, null, VISIT))
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void losesToAnExpiryThatComesMeanwhile() {
        fixture.comingBetween(CLIENT, destroyed(VISIT.event().bucket()))
                .when(open(null, CONTACT, VISIT))
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void doesNotMindWhatGoesOfOthers() {
        fixture.given(CLIENT, identified(), destroyed(CONTACT.event().bucket()))
                .comingBetween(
                        OTHER_CLIENT, destroyed(OTHER_CLIENT, VISIT.event().bucket()))
                .when(open(null, null, VISIT))
                .decidedOnce()
                .thenEntries(LogEntry.of(CLIENT, opened()), entry(VISIT));
    }

    @Test
    void takesNothingOfAClientThatLeftAMomentAgo() {
        fixture.comingBetween(CLIENT, new ClientOffboarded(CLIENT, "admin"))
                .when(OPEN)
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }

    @Test
    void takesNoContactAndNoVisitInSilenceThatIsDueAlready() {
        Instant muchLater = NOW.plus(Duration.ofDays(30));
        fixture.given(CLIENT, schedule(1, "P7D", Instant.EPOCH));

        for (OpenConversation open : List.of(open(null, CONTACT, null), open(null, null, VISIT))) {
            fixture.when(new OpenConversation(
                            CLIENT, open.opened(), open.contact(), open.visit(), Arrival.REFUSED_IF_DUE, muchLater))
                    .thenRefused(DueOnArrivalException.class, "due-on-arrival");
        }
    }
}
