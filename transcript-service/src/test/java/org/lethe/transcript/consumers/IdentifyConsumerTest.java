package org.lethe.transcript.consumers;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.consumerForgotten;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.identified;
import static org.lethe.transcript.Example.receipt;
import static org.lethe.transcript.Example.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.LogEntry;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.Example;
import org.lethe.transcript.consumers.IdentifyConsumer.Identified;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DueOnArrivalException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.ClientOffboardedException;

class IdentifyConsumerTest {
    private static final SealedEvent<ConsumerIdentifiersLinked> CONTACT = Example.contact();
    private static final IdentifyConsumer IDENTIFY = identify(CONTACT);

    private final DecisionFixture<IdentifyConsumer, Identified> fixture =
            DecisionFixture.of(IdentifyConsumer.class, IdentifyConsumer::decide);

    private static IdentifyConsumer identify(SealedEvent<ConsumerIdentifiersLinked> contact) {
        return new IdentifyConsumer(CLIENT, CONSUMER, WEB, contact, Arrival.REFUSED_IF_DUE, NOW);
    }

    @Test
    void recordsSomebodyNew() {
        fixture.when(IDENTIFY)
                .thenEntries(
                        LogEntry.of(CLIENT, new ConsumerIdentified(CONSUMER, List.of("email"), WEB, NOW)),
                        entry(CONTACT))
                .recordedAt(NOW)
                .answers(new Identified(true));
    }

    @Test
    void recordsWhatIsNewOfSomebodyKnown() {
        fixture.given(CLIENT, identified())
                .when(IDENTIFY)
                .thenEntries(entry(CONTACT))
                .answers(new Identified(false));
    }

    @Test
    void recordsNothingWhereNothingIsNew() {
        fixture.given(CLIENT, identified()).when(identify(null)).thenNothing().answers(new Identified(false));
    }

    @Test
    void recordsSomebodyOfWhomNothingWasTold() {
        fixture.when(identify(null))
                .then(CLIENT, new ConsumerIdentified(CONSUMER, List.of(), WEB, NOW))
                .answers(new Identified(true));
    }

    @Test
    void identifiesOnceWhereTwoIdentifyAtOnce() {
        fixture.comingBetween(CLIENT, identified())
                .when(IDENTIFY)
                .decidedAnew()
                .thenEntries(entry(CONTACT))
                .answers(new Identified(false));
    }

    @Test
    void refusesSomebodyErased() {
        fixture.given(CLIENT, identified(), consumerErased());

        fixture.when(IDENTIFY)
                .thenRefused(
                        ContentErasedException.class, "content-erased", receipt(consumerErased(), fixture.lastGiven()));
    }

    @Test
    void losesToForgettingThatComesMeanwhile() {
        fixture.given(CLIENT, identified())
                .comingBetween(CLIENT, consumerForgotten())
                .when(IDENTIFY)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToAnErasureThatComesMeanwhile() {
        fixture.given(CLIENT, identified())
                .comingBetween(CLIENT, consumerErased())
                .when(IDENTIFY)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesWhatWasToldOnADayThatExpired() {
        fixture.given(CLIENT, destroyed(CONTACT.event().bucket()))
                .when(IDENTIFY)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void losesToAnExpiryThatComesMeanwhile() {
        fixture.comingBetween(CLIENT, destroyed(CONTACT.event().bucket()))
                .when(IDENTIFY)
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void doesNotMindAnotherClientsExpiry() {
        fixture.given(CLIENT, identified())
                .comingBetween(
                        OTHER_CLIENT, destroyed(OTHER_CLIENT, CONTACT.event().bucket()))
                .when(IDENTIFY)
                .decidedOnce()
                .thenEntries(entry(CONTACT));
    }

    @Test
    void takesNothingOfAClientThatLeftAMomentAgo() {
        fixture.comingBetween(CLIENT, new ClientOffboarded(CLIENT, "admin"))
                .when(IDENTIFY)
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }

    @Test
    void takesNoContactInSilenceThatIsDueAlready() {
        fixture.given(CLIENT, schedule(1, "P7D", Instant.EPOCH))
                .when(new IdentifyConsumer(
                        CLIENT,
                        CONSUMER,
                        WEB,
                        Example.contact(),
                        Arrival.REFUSED_IF_DUE,
                        NOW.plus(Duration.ofDays(30))))
                .thenRefused(DueOnArrivalException.class, "due-on-arrival");
    }
}
