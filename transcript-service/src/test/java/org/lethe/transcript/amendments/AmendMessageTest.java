package org.lethe.transcript.amendments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.consumerForgotten;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.released;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.Sealed;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.amendments.AmendMessage.Outcome.Amended;
import org.lethe.transcript.amendments.AmendMessage.Outcome.AmendedBefore;
import org.lethe.transcript.amendments.AmendMessage.Outcome.Overtaken;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

class AmendMessageTest {
    private static final SealedEvent<MessageRecorded> SAID = message();
    private static final RequestId REQUEST = RequestId.random();
    private static final String OFFICER = "officer";

    private final DecisionFixture<AmendMessage, AmendMessage.Outcome> fixture =
            DecisionFixture.of(AmendMessage.class, AmendMessage::decide);

    private static <E extends MessageAmended> SealedEvent<E> sealed(E event) {
        return new SealedEvent<>(EventId.random(), event, new Sealed(new byte[] {1}));
    }

    private static SealedEvent<MessageCorrected> corrected(RequestId request) {
        return sealed(
                new MessageCorrected(CONVERSATION, CONSUMER, SAID.event().message(), WEB, SAID_AT, request, OFFICER));
    }

    private static SealedEvent<MessageRedacted> redacted(RequestId request) {
        return sealed(
                new MessageRedacted(CONVERSATION, CONSUMER, SAID.event().message(), WEB, SAID_AT, request, OFFICER));
    }

    private static AmendMessage amend(SealedEvent<? extends MessageAmended> amendment, EventId base) {
        return new AmendMessage(CLIENT, amendment, base, NOW);
    }

    private static MessageScrubbed scrubbed(SealedEvent<MessageRedacted> by, Long... logIndexes) {
        return new MessageScrubbed(
                CONVERSATION,
                SAID.event().message(),
                by.id(),
                List.of(logIndexes),
                by.event().request(),
                NOW);
    }

    private static MessageScrubDeferred deferred(SealedEvent<MessageRedacted> by) {
        return new MessageScrubDeferred(
                CONVERSATION,
                SAID.event().message(),
                by.id(),
                List.of(HOLD),
                by.event().request());
    }

    private DecisionFixture<AmendMessage, AmendMessage.Outcome> said() {
        return fixture.given(CLIENT, opened()).given(SAID.id(), entry(SAID), NOW);
    }

    @Test
    void correctsAMessage() {
        SealedEvent<MessageCorrected> correction = corrected(null);

        said().when(amend(correction, SAID.id()))
                .thenEntries(entry(correction))
                .withoutAStep()
                .recordedAt(NOW);
    }

    @Test
    void putsADisagreementBesideIt() {
        SealedEvent<DisagreementRecorded> disagreement = sealed(
                new DisagreementRecorded(CONVERSATION, CONSUMER, SAID.event().message(), WEB, SAID_AT, null, OFFICER));

        said().when(amend(disagreement, SAID.id()))
                .thenEntries(entry(disagreement))
                .withoutAStep();
    }

    @Test
    void redactsAMessageAndTakesItsEnvelopeInOneCommit() {
        SealedEvent<MessageRedacted> redaction = redacted(null);

        Outcome<AmendMessage.Outcome> outcome = said().when(amend(redaction, SAID.id()));

        outcome.thenEntries(entry(redaction), LogEntry.of(CLIENT, scrubbed(redaction, 1L)))
                .withAStep();
        assertThat(outcome.answer()).isInstanceOfSatisfying(Amended.class, amended -> {
            assertThat(amended.holds()).isEmpty();
            assertThat(amended.logIndexes()).containsExactly(1L);
        });
    }

    @Test
    void takesTheTextsOfItsCorrectionsToo() {
        SealedEvent<MessageCorrected> correction = corrected(null);
        SealedEvent<MessageRedacted> redaction = redacted(null);

        said().given(correction.id(), entry(correction), NOW)
                .when(amend(redaction, correction.id()))
                .thenEntries(entry(redaction), LogEntry.of(CLIENT, scrubbed(redaction, 1L, 2L)));
    }

    @Test
    void takesWhatAnEarlierRedactionLeftAndNothingTwice() {
        SealedEvent<MessageRedacted> first = redacted(null);
        SealedEvent<MessageRedacted> second = redacted(null);

        said().given(first.id(), entry(first), NOW)
                .given(CLIENT, scrubbed(first, 1L))
                .when(amend(second, first.id()))
                .thenEntries(entry(second), LogEntry.of(CLIENT, scrubbed(second, 2L)));
    }

    @Test
    void leavesTheEnvelopeToAHoldThatKeepsIt() {
        SealedEvent<MessageRedacted> redaction = redacted(null);

        Outcome<AmendMessage.Outcome> outcome =
                said().given(CLIENT, holdOn(CONSUMER)).when(amend(redaction, SAID.id()));

        outcome.thenEntries(entry(redaction), LogEntry.of(CLIENT, deferred(redaction)))
                .withoutAStep();
        assertThat(outcome.answer())
                .isInstanceOfSatisfying(
                        Amended.class, amended -> assertThat(amended.holds()).containsExactly(HOLD));
    }

    @Test
    void leavesTheEnvelopeToAHoldThatIsPlacedMeanwhile() {
        SealedEvent<MessageRedacted> redaction = redacted(null);

        said().comingBetween(CLIENT, holdOn(CONSUMER))
                .when(amend(redaction, SAID.id()))
                .decidedAnew()
                .thenEntries(entry(redaction), LogEntry.of(CLIENT, deferred(redaction)))
                .withoutAStep();
    }

    @Test
    void asksNoHoldThatIsOnSomebodyElseOrReleased() {
        SealedEvent<MessageRedacted> redaction = redacted(null);

        said().given(CLIENT, holdOn(CONSUMER), released())
                .when(amend(redaction, SAID.id()))
                .thenEntries(entry(redaction), LogEntry.of(CLIENT, scrubbed(redaction, 1L)));
    }

    @Test
    void doesTheSameForOneRequestOnce() {
        SealedEvent<MessageRedacted> first = redacted(REQUEST);

        Outcome<AmendMessage.Outcome> outcome = said().given(first.id(), entry(first), NOW)
                .given(CLIENT, scrubbed(first, 1L))
                .when(amend(redacted(REQUEST), SAID.id()));

        outcome.thenNothing();
        assertThat(outcome.answer()).isInstanceOfSatisfying(AmendedBefore.class, before -> {
            assertThat(before.first().id()).isEqualTo(first.id());
            assertThat(before.logIndexes()).containsExactly(1L);
        });
    }

    @Test
    void looksAgainWhereAnotherTextIsShownMeanwhile() {
        SealedEvent<MessageCorrected> other = corrected(null);

        said().comingBetween(entry(other))
                .when(amend(corrected(null), SAID.id()))
                .decidedAnew()
                .thenNothing()
                .answers(new Overtaken());
    }

    @Test
    void refusesAMessageThatIsNot() {
        fixture.given(CLIENT, opened())
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAMessageOfAnotherClient() {
        fixture.given(SAID.id(), new LogEntry(OTHER_CLIENT, SAID.event(), SAID.sealed()), NOW)
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAnErasedConsumer() {
        said().given(CLIENT, consumerErased())
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesAnErasedConversation() {
        said().given(CLIENT, conversationErased())
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesSomebodyForgotten() {
        said().given(CLIENT, consumerForgotten())
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void refusesWhatExpiresMeanwhile() {
        said().comingBetween(CLIENT, destroyed(BUCKET))
                .when(amend(redacted(null), SAID.id()))
                .thenRefused(ContentExpiredException.class, "content-expired");
    }

    @Test
    void refusesAClientThatLeft() {
        said().given(CLIENT, new ClientOffboarded(CLIENT, "officer"))
                .when(amend(corrected(null), SAID.id()))
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }

    @Test
    void doesNotWaitForOthersWhoTypeInTheSameConversation() {
        SealedEvent<MessageCorrected> correction = corrected(null);

        said().comingBetween(entry(message()))
                .when(amend(correction, SAID.id()))
                .decidedOnce()
                .thenEntries(entry(correction));
    }
}
