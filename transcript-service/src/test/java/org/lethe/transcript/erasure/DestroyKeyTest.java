package org.lethe.transcript.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.SCOPE;
import static org.lethe.transcript.Example.consumerErased;
import static org.lethe.transcript.Example.conversationErased;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.hold;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.released;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.KeyDestroyedException;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.keyring.Tombstone;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.erasure.DestroyKeyHandler.Outcome.DestroyedBefore;
import org.lethe.transcript.escrow.ContentCameMeanwhileException;

class DestroyKeyTest {
    private static final EventId ORDER = EventId.random();
    private static final DestroyKey DESTROY_CONSUMER = new DestroyKey(CLIENT, CONSUMER, null, ORDER);
    private static final DestroyKey DESTROY_CONVERSATION = new DestroyKey(CLIENT, CONSUMER, CONVERSATION, ORDER);
    private static final ErasureOrdered ORDERED = new ErasureOrdered(CONSUMER, null, "request", "officer");

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final DestroyedKey consumerKey = key(KeyKind.CONSUMER, CONSUMER.toString());
    private final DestroyedKey conversationKey = key(KeyKind.CONVERSATION, CONVERSATION.toString());
    private final DecisionFixture<DestroyKey, DestroyKeyHandler.Outcome> fixture = DecisionFixture.reading(
                    DestroyKey.class, log -> new DestroyKeyHandler(log, keys, MOMENTS)::decide)
            .runningSteps();

    private DestroyedKey key(KeyKind kind, String naturalKey) {
        return new DestroyedKey(kind, keys.mint(CLIENT, kind, naturalKey));
    }

    private Tombstone tombstone(KeyKind kind, Object naturalKey) {
        return keys.destruction(CLIENT, kind, naturalKey.toString())
                .alreadyDestroyed()
                .orElseThrow();
    }

    private KeyDestroyed consumerKeyDestroyed() {
        return new KeyDestroyed(consumerKey, CONSUMER.toString(), ORDER);
    }

    private ConsumerErased erased(List<Escrowed> escrowed) {
        return new ConsumerErased(CONSUMER, List.of(consumerKey), ORDER, NOW, escrowed);
    }

    @Test
    void answersForSomebodyForgottenWithTheReceiptOfThat() {
        ConsumerForgotten forgotten = new ConsumerForgotten(CONSUMER, consumerKey, NOW);
        fixture.given(CLIENT, forgotten, ORDERED);

        fixture.when(DESTROY_CONSUMER)
                .thenNothing()
                .answers(new DestroyedBefore(new Receipt(NOW, null, List.of(consumerKey), null, 1, 0)));
    }

    @Test
    void destroysAConsumersKeyAndSaysSoInOneCommit() {
        // when
        Outcome<DestroyKeyHandler.Outcome> outcome =
                fixture.given(CLIENT, opened(), ORDERED).when(DESTROY_CONSUMER);

        // then
        outcome.then(CLIENT, consumerKeyDestroyed(), erased(null))
                .recordedAt(NOW)
                .withAStep();
        assertThat(outcome.answer().receipt())
                .isEqualTo(Receipt.of(erased(null), outcome.happened().getLast().position()));
        Tombstone tombstone = tombstone(KeyKind.CONSUMER, CONSUMER);
        assertThat(tombstone.reason()).isEqualTo("erasure");
        assertThat(tombstone.event()).isEqualTo(outcome.happened().getFirst().id());
        assertThat(keys.forgotten()).containsExactly(CONSUMER);
    }

    @Test
    void takesWhatIsKeptForAnOpenRequestAlong() {
        // given
        RequestId request = RequestId.random();
        DestroyedKey kept = new DestroyedKey(KeyKind.HOLD, null);

        // when
        Outcome<DestroyKeyHandler.Outcome> outcome = fixture.given(
                        CLIENT, opened(), ORDERED, new EvidenceProtected(request, CLIENT, CONSUMER, HOLD))
                .when(DESTROY_CONSUMER);

        // then
        outcome.then(
                CLIENT,
                new KeyDestroyed(kept, HOLD.toString(), ORDER),
                new EvidenceLetGo(request, CLIENT, CONSUMER, HOLD),
                consumerKeyDestroyed(),
                erased(null));
        assertThat(tombstone(KeyKind.HOLD, HOLD).reason()).isEqualTo("erasure");
        assertThat(outcome.answer().receipt())
                .isEqualTo(Receipt.of(erased(null), outcome.happened().getLast().position()));
    }

    @Test
    void leavesWhatIsKeptForTheRequestOfSomebodyElse() {
        fixture.given(
                        CLIENT,
                        opened(),
                        ORDERED,
                        new EvidenceProtected(RequestId.random(), CLIENT, ConsumerId.random(), HOLD))
                .when(DESTROY_CONSUMER)
                .then(CLIENT, consumerKeyDestroyed(), erased(null));
    }

    @Test
    void destroysAConversationsKeyAndLeavesTheConsumers() {
        // when
        fixture.given(CLIENT, opened())
                .when(DESTROY_CONVERSATION)
                .then(
                        CLIENT,
                        new KeyDestroyed(conversationKey, CONVERSATION.toString(), ORDER),
                        new ConversationErased(CONVERSATION, CONSUMER, List.of(conversationKey), ORDER, NOW, null))
                .withAStep();

        // then
        assertThat(tombstone(KeyKind.CONVERSATION, CONVERSATION).reason()).isEqualTo("erasure");
        assertThat(keys.destruction(CLIENT, KeyKind.CONSUMER, CONSUMER.toString())
                        .alreadyDestroyed())
                .isEmpty();
        assertThat(keys.forgotten()).isEmpty();
    }

    @Test
    void buriesAKeyThatNeverWas() {
        ConsumerId silent = ConsumerId.random();
        DestroyedKey never = new DestroyedKey(KeyKind.CONSUMER, null);

        fixture.when(new DestroyKey(CLIENT, silent, null, ORDER))
                .then(
                        CLIENT,
                        new KeyDestroyed(never, silent.toString(), ORDER),
                        new ConsumerErased(silent, List.of(never), ORDER, NOW, null));

        assertThat(tombstone(KeyKind.CONSUMER, silent).key()).isEqualTo(never);
    }

    @Test
    void givesTheFirstReceiptAgain() {
        fixture.given(CLIENT, opened(), ORDERED, consumerErased());

        fixture.when(DESTROY_CONSUMER)
                .thenNothing()
                .answers(new DestroyedBefore(Receipt.of(consumerErased(), fixture.lastGiven())));
    }

    @Test
    void saysSinceWhenNoBackupBringsItBack() {
        fixture.given(CLIENT, opened(), conversationErased());
        Receipt receipt = Receipt.of(conversationErased(), fixture.lastGiven());
        fixture.given(CLIENT, new ErasureFinal(conversationKey, CONVERSATION.toString(), ORDER, 20_000, NOW));

        fixture.when(DESTROY_CONVERSATION).thenNothing().answers(new DestroyedBefore(receipt.irrecoverableSince(NOW)));
    }

    @Test
    void aConversationKeepsItsOwnReceiptWhenItsConsumerIsErased() {
        fixture.given(CLIENT, opened(), conversationErased());
        Receipt own = Receipt.of(conversationErased(), fixture.lastGiven());

        fixture.given(CLIENT, consumerErased())
                .when(DESTROY_CONVERSATION)
                .thenNothing()
                .answers(new DestroyedBefore(own));
    }

    @Test
    void destroysOnceWhereTwoCarryItOutAtOnce() {
        Outcome<DestroyKeyHandler.Outcome> outcome = fixture.given(CLIENT, opened())
                .comingBetween(CLIENT, consumerErased())
                .when(DESTROY_CONSUMER);

        outcome.decidedAnew().thenNothing();
        assertThat(outcome.answer()).isInstanceOf(DestroyedBefore.class);
        assertThat(keys.forgotten()).isEmpty();
    }

    @Test
    void keepsForAHoldWhatItCovers() {
        // given
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .given(entry(message()))
                .given(entry(message()));

        // when
        fixture.when(DESTROY_CONSUMER)
                .then(CLIENT, consumerKeyDestroyed(), erased(List.of(new Escrowed(HOLD, 1))))
                .withAStep();

        // then
        assertThat(keys.escrowed(HOLD)).containsExactly(SCOPE); // one content key for both messages
    }

    @Test
    void keepsForAHoldWhatItCoversOfAConversation() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .given(entry(message()))
                .when(DESTROY_CONVERSATION)
                .then(
                        CLIENT,
                        new KeyDestroyed(conversationKey, CONVERSATION.toString(), ORDER),
                        new ConversationErased(
                                CONVERSATION,
                                CONSUMER,
                                List.of(conversationKey),
                                ORDER,
                                NOW,
                                List.of(new Escrowed(HOLD, 1))));

        assertThat(keys.escrowed(HOLD)).containsExactly(SCOPE);
    }

    @Test
    void keepsForAHoldWhatAnotherSaidInAConversationAndErasesItsOpener() {
        // given a conversation in which somebody is heard who did not open it, and is held
        ConsumerId guest = ConsumerId.random();
        ContentScope said = new ContentScope(CLIENT, guest, CONVERSATION, SCOPE.bucket());
        keys.mint(said);
        fixture.given(CLIENT, opened(), holdOn(guest))
                .given(entry(message()))
                .given(entry(message(CONVERSATION, guest, SAID_AT)));

        // when the conversation's key goes, what the guest said is kept
        fixture.when(DESTROY_CONVERSATION)
                .then(
                        CLIENT,
                        new KeyDestroyed(conversationKey, CONVERSATION.toString(), ORDER),
                        new ConversationErased(
                                CONVERSATION,
                                CONSUMER,
                                List.of(conversationKey),
                                ORDER,
                                NOW,
                                List.of(new Escrowed(HOLD, 1))));
        assertThat(keys.escrowed(HOLD)).containsExactly(said);

        // and when the opener's goes, nothing of theirs is
        fixture.when(DESTROY_CONSUMER).then(CLIENT, consumerKeyDestroyed(), erased(null));
    }

    @Test
    void keepsNothingForAHoldOnSomebodyElse() {
        fixture.given(CLIENT, opened(), holdOn(ConsumerId.random()))
                .given(entry(message()))
                .when(DESTROY_CONSUMER)
                .then(CLIENT, consumerKeyDestroyed(), erased(null));

        assertThat(keys.escrowed(HOLD)).isEmpty();
    }

    @Test
    void keepsNothingForAHoldThatEnded() {
        fixture.given(CLIENT, opened(), holdOn(CONSUMER), released())
                .given(entry(message()))
                .when(DESTROY_CONSUMER)
                .then(CLIENT, consumerKeyDestroyed(), erased(null));
    }

    @Test
    void doesNothingForAHoldWhoseKeyIsGoneUntilTheLogSaysSo() throws SQLException {
        // given a hold that ends between the look at it and the escrow
        fixture.given(CLIENT, opened(), holdOn(CONSUMER)).given(entry(message()));
        keys.destruction(CLIENT, KeyKind.HOLD, HOLD.toString()).execute(null, EventId.random(), "hold-released");

        // then whoever carries it out decides anew
        fixture.when(DESTROY_CONSUMER).thenRefused(KeyDestroyedException.class);
        fixture.given(CLIENT, released()).when(DESTROY_CONSUMER).then(CLIENT, consumerKeyDestroyed(), erased(null));
    }

    @Test
    void keepsNothingForAnotherClientsHold() {
        fixture.given(CLIENT, opened())
                .given(OTHER_CLIENT, hold(OTHER_CLIENT, holdOn(CONSUMER).scope()))
                .given(entry(message()))
                .when(DESTROY_CONSUMER)
                .then(CLIENT, consumerKeyDestroyed(), erased(null));
    }

    @Test
    void keepsForAHoldThatIsPlacedMeanwhile() {
        fixture.given(CLIENT, opened())
                .given(entry(message()))
                .comingBetween(CLIENT, holdOn(CONSUMER))
                .when(DESTROY_CONSUMER)
                .decidedAnew()
                .then(CLIENT, consumerKeyDestroyed(), erased(List.of(new Escrowed(HOLD, 1))));

        assertThat(keys.escrowed(HOLD)).containsExactly(SCOPE);
    }

    @Test
    void losesNothingHeldThatIsSaidMeanwhile() {
        // given a hold, and a conversation that goes on
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .given(entry(message()))
                .comingBetween(entry(message(CONVERSATION, SAID_AT.plusSeconds(86_400))));

        // then nothing happens, and whoever carries it out decides anew
        assertThat(fixture.when(DESTROY_CONSUMER).thenRefused(AppendFailedException.class))
                .hasRootCauseInstanceOf(ContentCameMeanwhileException.class);
        assertThat(keys.destruction(CLIENT, KeyKind.CONSUMER, CONSUMER.toString())
                        .alreadyDestroyed())
                .isEmpty();
    }

    @Test
    void losesNotTheFirstWordThatIsHeld() {
        // given a hold on somebody who said nothing yet
        fixture.given(CLIENT, opened(), holdOn(CONSUMER)).comingBetween(entry(message()));

        // then
        assertThat(fixture.when(DESTROY_CONSUMER).thenRefused(AppendFailedException.class))
                .hasRootCauseInstanceOf(ContentCameMeanwhileException.class);
        fixture.when(DESTROY_CONSUMER).then(CLIENT, consumerKeyDestroyed(), erased(List.of(new Escrowed(HOLD, 1))));
    }

    @Test
    void doesNotWaitForWhatNoHoldCovers() {
        fixture.given(CLIENT, opened())
                .comingBetween(entry(message()))
                .when(DESTROY_CONSUMER)
                .decidedOnce()
                .then(CLIENT, consumerKeyDestroyed(), erased(null));
    }
}
