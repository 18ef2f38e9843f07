package org.lethe.transcript.forgetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.CONVERSATION;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.SCOPE;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.holdOnAll;
import static org.lethe.transcript.Example.identified;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.released;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.escrow.ContentCameMeanwhileException;
import org.lethe.transcript.forgetting.ForgetConsumers.Forgotten;

/// Of a consumer who said one thing, on one day.
class ForgetConsumersTest {
    private static final ForgetConsumers FORGET = new ForgetConsumers(CLIENT, Set.of(CONSUMER));
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final DestroyedKey key =
            new DestroyedKey(KeyKind.CONSUMER, keys.mint(CLIENT, KeyKind.CONSUMER, CONSUMER.toString()));
    private final DecisionFixture<ForgetConsumers, Forgotten> fixture =
            DecisionFixture.<ForgetConsumers, Forgotten>reading(
                            ForgetConsumers.class,
                            log -> (command, decision) -> command.decide(log, keys, MOMENTS, decision))
                    .runningSteps();

    @BeforeEach
    void spoke() {
        fixture.given(CLIENT, identified(), opened()).given(entry(message()));
    }

    private void expire() {
        try {
            keys.destruction(CLIENT, KeyKind.BUCKET, BUCKET.wireName()).execute(null, EventId.random(), "expiry");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerForgotten forgotten() {
        return new ConsumerForgotten(CONSUMER, key, NOW);
    }

    @Test
    void forgetsWhoHasNothingLeftWithTheirKey() {
        // given
        expire();

        // when
        fixture.when(FORGET).then(CLIENT, forgotten()).recordedAt(NOW).withAStep();

        // then
        assertThat(keys.forgotten()).containsExactly(CONSUMER);
        assertThat(keys.destruction(CLIENT, KeyKind.CONSUMER, CONSUMER.toString())
                        .alreadyDestroyed())
                .hasValueSatisfying(tombstone -> assertThat(tombstone.reason()).isEqualTo("forgotten"));
        fixture.when(FORGET).thenNothing();
    }

    @Test
    void leavesWhoHasSomethingLeft() {
        fixture.when(FORGET).thenNothing();
    }

    @Test
    void forgetsOfManyThoseWhoHaveNothingLeft() {
        // given
        ConsumerId other = ConsumerId.random();
        ConversationId theirs = ConversationId.random();
        keys.mint(new ContentScope(
                CLIENT,
                other,
                theirs,
                message(theirs, other, SAID_AT.plus(TWO_DAYS)).event().bucket()));
        fixture.given(CLIENT, new ConversationOpened(theirs, other, WEB, SAID_AT))
                .given(entry(message(theirs, other, SAID_AT.plus(TWO_DAYS))));
        expire();

        // then
        fixture.when(new ForgetConsumers(CLIENT, Set.of(CONSUMER, other))).then(CLIENT, forgotten());
    }

    @Test
    void leavesWhomAHoldNamesUntilItsRelease() {
        expire();

        fixture.given(CLIENT, holdOn(CONSUMER)).when(FORGET).thenNothing();
        fixture.given(CLIENT, released()).when(FORGET).then(CLIENT, forgotten());
    }

    @Test
    void losesToAHoldThatIsPlacedMeanwhile() {
        expire();

        fixture.comingBetween(CLIENT, holdOn(CONSUMER))
                .when(FORGET)
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void leavesOfWhomAHoldKeepsSomethingUntilItIsGone() {
        // given
        keys.prepareEscrow(CLIENT, HOLD, Set.of(SCOPE));
        expire();

        // then
        fixture.given(CLIENT, holdOnAll()).when(FORGET).thenNothing();

        // when
        keys.releaseEscrow(CLIENT, HOLD);

        // then: a hold that names nobody has nothing of theirs to keep
        fixture.when(FORGET).then(CLIENT, forgotten());
    }

    @Test
    void losesToWhatIsSaidMeanwhile() {
        // given
        expire();
        keys.mint(new ContentScope(
                CLIENT,
                CONSUMER,
                CONVERSATION,
                message(CONVERSATION, NOW).event().bucket()));
        fixture.comingBetween(entry(message(CONVERSATION, NOW)));

        // then nothing happens, and whoever looks decides anew
        assertThat(fixture.when(FORGET).thenRefused(AppendFailedException.class))
                .hasRootCauseInstanceOf(ContentCameMeanwhileException.class);
        fixture.when(FORGET).thenNothing();
        assertThat(keys.forgotten()).isEmpty();
    }

    @Test
    void losesToAConversationThatBeginsMeanwhileAndWaitsForItsFirstMessage() {
        // given
        expire();
        fixture.comingBetween(CLIENT, new ConversationOpened(ConversationId.random(), CONSUMER, WEB, NOW));

        // then
        fixture.when(FORGET).thenRefused(AppendFailedException.class);
        fixture.when(FORGET).thenNothing();
    }

    @Test
    void doesNotWaitForAConversationThatWasOpenedLongAgo() {
        expire();

        fixture.given(CLIENT, new ConversationOpened(ConversationId.random(), CONSUMER, WEB, NOW.minus(TWO_DAYS)))
                .when(FORGET)
                .then(CLIENT, forgotten());
    }
}
