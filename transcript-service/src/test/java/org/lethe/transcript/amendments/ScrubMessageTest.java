package org.lethe.transcript.amendments;

import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.released;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.Sealed;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.NotFoundException;

class ScrubMessageTest {
    private static final SealedEvent<MessageRecorded> SAID = message();
    private static final SealedEvent<MessageRedacted> REDACTION = new SealedEvent<>(
            EventId.random(),
            new MessageRedacted(CONVERSATION, CONSUMER, SAID.event().message(), WEB, SAID_AT, null, "officer"),
            new Sealed(new byte[] {1}));
    private static final ScrubMessage SCRUB =
            new ScrubMessage(CLIENT, SAID.event().message(), REDACTION.id());
    private static final HoldId OTHER_HOLD = HoldId.random();

    private final DecisionFixture<ScrubMessage, ScrubMessage.Done> fixture =
            DecisionFixture.of(ScrubMessage.class, (command, decision) -> command.decide(MOMENTS, decision));

    private DecisionFixture<ScrubMessage, ScrubMessage.Done> redactedUnderAHold() {
        return fixture.given(CLIENT, opened())
                .given(SAID.id(), entry(SAID), NOW)
                .given(CLIENT, holdOn(CONSUMER))
                .given(REDACTION.id(), entry(REDACTION), NOW)
                .given(CLIENT, deferred(HOLD));
    }

    private static MessageScrubDeferred deferred(HoldId... holds) {
        return new MessageScrubDeferred(CONVERSATION, SAID.event().message(), REDACTION.id(), List.of(holds), null);
    }

    private static MessageScrubbed scrubbed() {
        return new MessageScrubbed(CONVERSATION, SAID.event().message(), REDACTION.id(), List.of(1L), null, NOW);
    }

    private static LegalHoldPlaced otherHold() {
        return new LegalHoldPlaced(
                OTHER_HOLD,
                CLIENT,
                new HoldScope(List.of(), List.of(CONVERSATION), null, null, null, false),
                0,
                "somebody");
    }

    @Test
    void takesTheEnvelopeWhenTheHoldLetsGo() {
        redactedUnderAHold()
                .given(CLIENT, released())
                .when(SCRUB)
                .then(CLIENT, scrubbed())
                .withAStep();
    }

    @Test
    void leavesItToAnotherHoldThatCameSince() {
        redactedUnderAHold()
                .given(CLIENT, otherHold(), released())
                .when(SCRUB)
                .then(CLIENT, deferred(OTHER_HOLD))
                .withoutAStep();
    }

    @Test
    void leavesItToAHoldThatIsPlacedMeanwhile() {
        redactedUnderAHold()
                .given(CLIENT, released())
                .comingBetween(CLIENT, otherHold())
                .when(SCRUB)
                .decidedAnew()
                .then(CLIENT, deferred(OTHER_HOLD))
                .withoutAStep();
    }

    @Test
    void saysNothingAnewWhileTheSameHoldLasts() {
        redactedUnderAHold().when(SCRUB).thenNothing();
    }

    @Test
    void doesItOnce() {
        redactedUnderAHold().given(CLIENT, released(), scrubbed()).when(SCRUB).thenNothing();
    }

    @Test
    void refusesARedactionThatIsNot() {
        fixture.given(CLIENT, opened())
                .given(SAID.id(), entry(SAID), NOW)
                .when(SCRUB)
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAMessageThatIsNot() {
        fixture.when(SCRUB).thenRefused(NotFoundException.class, "not-found");
    }
}
