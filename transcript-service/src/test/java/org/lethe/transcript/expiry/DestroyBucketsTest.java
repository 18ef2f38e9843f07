package org.lethe.transcript.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.BUCKET;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.CONSUMER;
import static org.lethe.transcript.Example.HOLD;
import static org.lethe.transcript.Example.MOMENTS;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;
import static org.lethe.transcript.Example.SAID_AT;
import static org.lethe.transcript.Example.SCOPE;
import static org.lethe.transcript.Example.WEB;
import static org.lethe.transcript.Example.entry;
import static org.lethe.transcript.Example.hold;
import static org.lethe.transcript.Example.holdOn;
import static org.lethe.transcript.Example.holdOnAll;
import static org.lethe.transcript.Example.message;
import static org.lethe.transcript.Example.opened;
import static org.lethe.transcript.Example.released;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.keyring.KeyDestroyerInMemory;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.transcript.escrow.ContentCameMeanwhileException;
import org.lethe.transcript.expiry.DestroyBuckets.Destroyed;

class DestroyBucketsTest {
    private static final RequestId REQUEST = RequestId.random();
    private static final EventId ORDER = EventId.random();
    private static final Bucket OTHER_BUCKET = Bucket.of(Category.VISIT, WEB, SAID_AT);

    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory().mint(SCOPE);
    private final List<ExpiryStep> steps = new ArrayList<>();
    private final DecisionFixture<DestroyBuckets, Destroyed> fixture =
            DecisionFixture.<DestroyBuckets, Destroyed>reading(
                            DestroyBuckets.class,
                            log -> (command, decision) -> command.decide(log, keys, steps::add, MOMENTS, decision))
                    .runningSteps();

    private static DestroyBuckets destroy(Bucket... buckets) {
        return new DestroyBuckets(CLIENT, ORDER, List.of(buckets));
    }

    private BucketKeyDestroyed destroyed(Bucket bucket, Escrowed... escrowed) {
        String fingerprint = bucket.equals(BUCKET) ? keys.mint(CLIENT, KeyKind.BUCKET, bucket.wireName()) : null;
        return new BucketKeyDestroyed(
                CLIENT, bucket, new DestroyedKey(KeyKind.BUCKET, fingerprint), ORDER, List.of(escrowed), NOW);
    }

    @Test
    void destroysABucketsKeyAndSaysSoInOneCommit() {
        // given
        BucketKeyDestroyed destroyed = destroyed(BUCKET);

        // when
        Outcome<Destroyed> outcome = fixture.when(destroy(BUCKET));

        // then
        outcome.then(CLIENT, destroyed).recordedAt(NOW).withAStep();
        assertThat(outcome.answer().destruction()).hasSize(1);
        assertThat(steps).containsExactly(ExpiryStep.DESTROYED);
        assertThat(keys.destruction(CLIENT, KeyKind.BUCKET, BUCKET.wireName()).alreadyDestroyed())
                .hasValueSatisfying(tombstone -> {
                    assertThat(tombstone.reason()).isEqualTo("expiry");
                    assertThat(tombstone.event())
                            .isEqualTo(outcome.happened().getFirst().id());
                });
    }

    @Test
    void destroysManyInOneCommit() {
        // given
        BucketKeyDestroyed first = destroyed(BUCKET);

        // when
        Outcome<Destroyed> outcome = fixture.when(destroy(BUCKET, OTHER_BUCKET)).withAStep();

        // then a key that never was is buried too
        assertThat(outcome.happened())
                .extracting(Sourced::event)
                .containsExactlyInAnyOrder(first, destroyed(OTHER_BUCKET));
    }

    @Test
    void destroysNothingTwice() {
        fixture.when(destroy(BUCKET));

        fixture.when(destroy(BUCKET)).thenNothing().answers(new Destroyed(List.of()));
        fixture.when(destroy(BUCKET, OTHER_BUCKET)).then(CLIENT, destroyed(OTHER_BUCKET));
    }

    @Test
    void leavesWhatAHoldKeepsWhole() {
        fixture.given(CLIENT, holdOnAll()).when(destroy(BUCKET)).thenNothing().answers(new Destroyed(List.of()));
    }

    @Test
    void leavesOfManyOnlyWhatAHoldKeepsWhole() {
        HoldScope visits = new HoldScope(List.of(), List.of(), null, BUCKET.day(), BUCKET.day(), false);
        Bucket nextDay = Bucket.of(Category.MESSAGES, WEB, SAID_AT.plusSeconds(86_400));

        fixture.given(CLIENT, hold(CLIENT, visits))
                .when(destroy(BUCKET, nextDay))
                .then(CLIENT, destroyed(nextDay));
    }

    @Test
    void destroysOnceTheHoldIsReleased() {
        BucketKeyDestroyed destroyed = destroyed(BUCKET);

        fixture.given(CLIENT, holdOnAll(), released()).when(destroy(BUCKET)).then(CLIENT, destroyed);
    }

    @Test
    void losesToAHoldThatIsPlacedMeanwhile() {
        fixture.comingBetween(CLIENT, holdOnAll())
                .when(destroy(BUCKET))
                .decidedAnew()
                .thenNothing();

        assertThat(keys.destruction(CLIENT, KeyKind.BUCKET, BUCKET.wireName()).alreadyDestroyed())
                .isEmpty();
    }

    @Test
    void keepsForAHoldWhatItNames() {
        // given
        BucketKeyDestroyed destroyed = destroyed(BUCKET, new Escrowed(HOLD, 1));

        // when
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .given(entry(message()))
                .when(destroy(BUCKET))
                .then(CLIENT, destroyed);

        // then
        assertThat(keys.escrowed(HOLD)).containsExactly(SCOPE);
    }

    @Test
    void keepsForAnOpenRequestWhatItHasToDeliver() {
        // given
        BucketKeyDestroyed destroyed = destroyed(BUCKET, new Escrowed(HOLD, 1));

        // when
        fixture.given(CLIENT, opened(), kept())
                .given(entry(message()))
                .when(destroy(BUCKET))
                .then(CLIENT, destroyed);

        // then
        assertThat(keys.escrowed(HOLD)).containsExactly(SCOPE);
    }

    @Test
    void keepsForARequestThatComesMeanwhile() {
        BucketKeyDestroyed destroyed = destroyed(BUCKET, new Escrowed(HOLD, 1));

        fixture.given(CLIENT, opened())
                .given(entry(message()))
                .comingBetween(CLIENT, kept())
                .when(destroy(BUCKET))
                .decidedAnew()
                .then(CLIENT, destroyed);
    }

    @Test
    void keepsNothingForARequestThatEnded() {
        BucketKeyDestroyed destroyed = destroyed(BUCKET);

        fixture.given(CLIENT, opened(), kept(), new EvidenceLetGo(REQUEST, CLIENT, CONSUMER, HOLD))
                .given(entry(message()))
                .when(destroy(BUCKET))
                .then(CLIENT, destroyed);
    }

    private static EvidenceProtected kept() {
        return new EvidenceProtected(REQUEST, CLIENT, CONSUMER, HOLD);
    }

    @Test
    void keepsForAHoldThatIsPlacedMeanwhileWhatItNames() {
        BucketKeyDestroyed destroyed = destroyed(BUCKET, new Escrowed(HOLD, 1));

        fixture.given(CLIENT, opened())
                .given(entry(message()))
                .comingBetween(CLIENT, holdOn(CONSUMER))
                .when(destroy(BUCKET))
                .decidedAnew()
                .then(CLIENT, destroyed);
    }

    @Test
    void losesNothingHeldThatIsSaidMeanwhile() {
        // given a hold on somebody of whom the bucket has nothing yet
        BucketKeyDestroyed destroyed = destroyed(BUCKET, new Escrowed(HOLD, 1));
        fixture.given(CLIENT, opened(), holdOn(CONSUMER)).comingBetween(entry(message()));

        // then nothing happens, and whoever carries it out decides anew
        assertThat(fixture.when(destroy(BUCKET)).thenRefused(AppendFailedException.class))
                .hasRootCauseInstanceOf(ContentCameMeanwhileException.class);
        fixture.when(destroy(BUCKET)).then(CLIENT, destroyed);
    }

    @Test
    void doesNotKeepWhatWasErasedBefore() throws SQLException {
        // given
        BucketKeyDestroyed destroyed = destroyed(BUCKET);
        keys.destruction(CLIENT, KeyKind.CONSUMER, CONSUMER.toString()).execute(null, EventId.random(), "erasure");

        // then
        fixture.given(CLIENT, opened(), holdOn(CONSUMER))
                .given(entry(message()))
                .when(destroy(BUCKET))
                .then(CLIENT, destroyed);
    }

    @Test
    void ignoresHoldsOfOthers() {
        BucketKeyDestroyed destroyed = destroyed(BUCKET);

        fixture.given(CLIENT, opened(), holdOn(ConsumerId.random()))
                .given(OTHER_CLIENT, hold(OTHER_CLIENT, holdOnAll().scope()))
                .given(entry(message()))
                .when(destroy(BUCKET))
                .then(CLIENT, destroyed);
    }
}
