package org.lethe.transcript.reading;

import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.closed;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.destroyed;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.hold;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.receipt;
import static org.lethe.transcript.Example.released;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReaderRemoved;
import org.lethe.contracts.ProcessingRestricted;
import org.lethe.contracts.RestrictionLifted;
import org.lethe.contracts.TranscriptRead;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.conversations.ConversationNotFoundException;
import org.lethe.transcript.reading.ReadTranscript.Noted;

class ReadTranscriptTest {
    private static final ApiKeyId READER = ApiKeyId.random();
    private static final ReadTranscript READ = read(null);
    private static final ReadTranscript READ_FOR_HOLD = read(HOLD);
    private static final TranscriptRead NOTED = new TranscriptRead(CONVERSATION, "quality", null, "json", 3, "reader");
    private static final TranscriptRead NOTED_FOR_HOLD =
            new TranscriptRead(CONVERSATION, "legal-hold", HOLD, "json", 3, "reader");

    private final DecisionFixture<ReadTranscript, Noted> fixture =
            DecisionFixture.of(ReadTranscript.class, ReadTranscript::decide);

    private static ReadTranscript read(HoldId hold) {
        return new ReadTranscript(
                CLIENT,
                CONVERSATION,
                CONSUMER,
                hold,
                null,
                "quality",
                "json",
                3,
                0,
                hold == null ? Set.of(BUCKET) : Set.of(),
                "reader",
                NOW);
    }

    @Test
    void notesWhoReadsAndForWhat() {
        fixture.given(CLIENT, opened())
                .when(READ)
                .then(CLIENT, NOTED)
                .recordedAt(NOW)
                .answers(new Noted());
    }

    @Test
    void notesEachReading() {
        fixture.given(CLIENT, opened(), closed(), NOTED).when(READ).then(CLIENT, NOTED);
    }

    @Test
    void refusesWhatItsConsumerRestrictedToOtherPurposes() {
        fixture.given(CLIENT, opened(), restricted("legal-claims"))
                .when(READ)
                .thenRefused(
                        ProcessingRestrictedException.class,
                        "processing-restricted",
                        Map.of("allowed_purposes", List.of("legal-claims")));
    }

    @Test
    void readsForAPurposeThatTheRestrictionLeaves() {
        fixture.given(CLIENT, opened(), restricted("quality")).when(READ).then(CLIENT, NOTED);
    }

    @Test
    void readsForAHoldWhateverIsRestricted() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), restricted())
                .when(READ_FOR_HOLD)
                .then(CLIENT, NOTED_FOR_HOLD);
    }

    @Test
    void theNewestRestrictionCounts() {
        fixture.given(CLIENT, opened(), restricted("quality"), restricted())
                .when(READ)
                .thenRefused(ProcessingRestrictedException.class, "processing-restricted");
    }

    @Test
    void readsAgainWhenItIsLifted() {
        fixture.given(CLIENT, opened(), restricted(), new RestrictionLifted(CONSUMER, CLIENT, "officer"))
                .when(READ)
                .then(CLIENT, NOTED);
    }

    @Test
    void losesToARestrictionThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, restricted())
                .when(READ)
                .thenRefused(ProcessingRestrictedException.class, "processing-restricted");
    }

    private static ProcessingRestricted restricted(String... purposes) {
        return new ProcessingRestricted(CONSUMER, CLIENT, List.of(purposes), null, "officer");
    }

    @Test
    void refusesAnErasedConversation() {
        fixture.given(CLIENT, opened(), conversationErased());

        fixture.when(READ)
                .thenRefused(
                        ContentErasedException.class,
                        "content-erased",
                        receipt(conversationErased(), fixture.lastGiven()));
    }

    @Test
    void refusesWhatWasSaidByAnErasedConsumer() {
        fixture.given(CLIENT, opened(), consumerErased());

        fixture.when(READ)
                .thenRefused(
                        ContentErasedException.class, "content-erased", receipt(consumerErased(), fixture.lastGiven()));
    }

    @Test
    void losesToAnErasureOfTheConversationThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, conversationErased())
                .when(READ)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void losesToAnErasureOfTheConsumerThatComesMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerErased())
                .when(READ)
                .thenRefused(ContentErasedException.class, "content-erased");
    }

    @Test
    void looksAgainWhereSomethingOfItExpired() {
        fixture.given(CLIENT, opened(), destroyed(BUCKET)).when(READ).thenRefused(GoneMeanwhileException.class);
    }

    @Test
    void looksAgainWhereSomethingOfItExpiresMeanwhile() {
        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, destroyed(BUCKET))
                .when(READ)
                .thenRefused(GoneMeanwhileException.class);
    }

    @Test
    void looksAgainWhereTheClientsKeysGo() {
        KeyDestroyed gone = new KeyDestroyed(new DestroyedKey(KeyKind.CLIENT, null), CLIENT + "/7", EventId.random());

        fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, gone)
                .when(READ)
                .thenRefused(GoneMeanwhileException.class);
    }

    @Test
    void doesNotMindWhatExpiresOfOtherDays() {
        Bucket other =
                new Bucket(BUCKET.category(), BUCKET.channel(), BUCKET.day().plusDays(1));

        fixture.given(CLIENT, opened(), destroyed(other)).when(READ).then(CLIENT, NOTED);
    }

    @Test
    void readsForAHoldWhatExpired() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), destroyed(BUCKET))
                .when(READ_FOR_HOLD)
                .then(CLIENT, NOTED_FOR_HOLD);
    }

    @Test
    void doesNotWaitForWhatElseHappens() {
        fixture.given(CLIENT, opened())
                .comingBetween(entry(message()))
                .comingBetween(CLIENT, consumerErased(ConsumerId.random()), released())
                .when(READ)
                .decidedOnce()
                .then(CLIENT, NOTED);
    }

    @Test
    void readsForAHold() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER)).when(READ_FOR_HOLD).then(CLIENT, NOTED_FOR_HOLD);
    }

    @Test
    void readsForAHoldWhatWasErased() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), conversationErased(), consumerErased())
                .when(READ_FOR_HOLD)
                .then(CLIENT, NOTED_FOR_HOLD);
    }

    @Test
    void readsForAHoldWhereSomebodyAllowedIt() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), allowed(READER))
                .when(byReader())
                .then(CLIENT, NOTED_FOR_HOLD);
    }

    @Test
    void readsForNoHoldUnasked() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), allowed(ApiKeyId.random()))
                .when(byReader())
                .thenRefused(ReaderNotAllowedException.class, "not-a-reader-of-the-hold");
    }

    @Test
    void readsForNoHoldOnceThatIsTakenBack() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), allowed(READER))
                .comingBetween(CLIENT, new LegalHoldReaderRemoved(HOLD, CLIENT, READER, "officer"))
                .when(byReader())
                .thenRefused(ReaderNotAllowedException.class, "not-a-reader-of-the-hold");
    }

    private static LegalHoldReaderAllowed allowed(ApiKeyId reader) {
        return new LegalHoldReaderAllowed(HOLD, CLIENT, reader, "officer");
    }

    private static ReadTranscript byReader() {
        return new ReadTranscript(
                CLIENT, CONVERSATION, CONSUMER, HOLD, READER, "quality", "json", 3, 0, Set.of(), "reader", NOW);
    }

    @Test
    void refusesToReadForAHoldThatIsNot() {
        fixture.given(CLIENT, opened())
                .when(READ_FOR_HOLD)
                .thenRefused(HoldNotCoveringException.class, "not-covered-by-hold");
    }

    @Test
    void refusesToReadForAHoldThatWasReleased() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), released())
                .when(READ_FOR_HOLD)
                .thenRefused(HoldNotCoveringException.class, "not-covered-by-hold");
    }

    @Test
    void refusesToReadForAHoldThatIsReleasedMeanwhile() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .comingBetween(CLIENT, released())
                .when(READ_FOR_HOLD)
                .thenRefused(HoldNotCoveringException.class, "not-covered-by-hold");
    }

    @Test
    void refusesToReadForAnotherClientsHold() {
        fixture.given(CLIENT, opened())
                .given(OTHER_CLIENT, hold(OTHER_CLIENT, holdOn(CONSUMER).scope()))
                .when(READ_FOR_HOLD)
                .thenRefused(HoldNotCoveringException.class, "not-covered-by-hold");
    }

    @Test
    void refusesAConversationThatIsNot() {
        fixture.when(READ).thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClientsConversation() {
        fixture.given(OTHER_CLIENT, opened()).when(READ).thenRefused(ConversationNotFoundException.class, "not-found");
    }

    @Test
    void saysNothingOfHowAnotherClientsConversationEnded() {
        fixture.given(OTHER_CLIENT, opened(), conversationErased())
                .when(READ)
                .thenRefused(ConversationNotFoundException.class, "not-found");
    }
}
