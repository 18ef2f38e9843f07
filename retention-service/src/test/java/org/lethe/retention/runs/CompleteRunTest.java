package org.lethe.retention.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.contracts.RunId;
import org.lethe.retention.buckets.Buckets.Gone;
import org.lethe.retention.buckets.Buckets.HeldBack;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.buckets.Buckets.KeptByHolds;
import org.lethe.retention.certificates.Deeds;
import org.lethe.retention.runs.CompleteRun.Outcome.Completed;
import org.lethe.retention.runs.CompleteRun.Outcome.NotYet;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.service.signing.SigningKey;

class CompleteRunTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final SigningKey KEY = SigningKey.of(SigningKey.generate());
    private static final Run RUN = new Run(
            1, RunId.random(), Optional.empty(), NOW, false, "schedule", NOW, Run.State.RUNNING, Optional.empty());
    private static final Bucket GONE = bucket("2026-10-01");
    private static final Bucket STAYS = bucket("2026-10-02");
    private static final EventId ORDER = EventId.random();
    private static final LegalHoldPlaced HOLD = hold(CLIENT);
    private static final HoldId IN_ESCROW = HoldId.random();

    private final DecisionFixture<CompleteRun, CompleteRun.Outcome> fixture =
            DecisionFixture.of(CompleteRun.class, (command, decision) -> command.decide(KEY, decision));

    private static Bucket bucket(String day) {
        return new Bucket(Category.MESSAGES, new Channel("web"), LocalDate.parse(day));
    }

    private static LegalHoldPlaced hold(ClientId client) {
        return new LegalHoldPlaced(
                HoldId.random(), client, new HoldScope(List.of(), List.of(), null, null, null, true), 0, "officer");
    }

    private static BucketKeyDestroyed destroyed(Bucket bucket) {
        return new BucketKeyDestroyed(CLIENT, bucket, new DestroyedKey(KeyKind.BUCKET, null), ORDER, List.of(), NOW);
    }

    /// @param run by which it was ordered, if it was
    private static Kept left(RunId run) {
        return new Kept(2, CLIENT, STAYS, 4, 400, run, run == null ? 0 : 7);
    }

    private static CompleteRun with(Kept... leftovers) {
        Deeds deeds = new Deeds(
                List.of(new Deeds.Order(ORDER, 3, false, 1, 5, 2, NOW)),
                List.of(new Gone(
                        GONE,
                        12,
                        1_200,
                        2,
                        new KeptByHolds(5, 500, 1),
                        List.of(new HeldBack(IN_ESCROW, 1, 5)),
                        "ab".repeat(32),
                        NOW,
                        ORDER,
                        6,
                        3)),
                List.of());
        return new CompleteRun(RUN, CLIENT, List.of(leftovers), deeds, NOW);
    }

    private static void thenCompleted(Outcome<CompleteRun.Outcome> outcome, int heldBuckets) {
        String certificate = new String(((Completed) outcome.answer()).certificate(), StandardCharsets.UTF_8);
        String sha256 = certificate.replaceFirst(".*\"sha256\":\"([0-9a-f]{64})\".*", "$1");
        outcome.then(CLIENT, new RetentionRunCompleted(RUN.id(), CLIENT, NOW, 3, 1, 7, heldBuckets, sha256))
                .recordedAt(NOW)
                .withAStep();
        assertThat(certificate)
                .contains(
                        RUN.id().toString(),
                        "\"contents\":7,\"conversations\":1,", // what nobody can read any more
                        "\"contents\":5,\"day\":\"2026-10-01\",\"holds\":[\"" + IN_ESCROW + "\"],\"kept\":\"escrow\"");
    }

    @Test
    void isCompleteWhenAllThatWasOrderedIsGone() {
        thenCompleted(fixture.when(with()), 0);
    }

    @Test
    void isCompleteWhereAHoldKeepsTheRest() {
        thenCompleted(fixture.given(CLIENT, HOLD).when(with(left(null))), 1);
    }

    @Test
    void isNotCompleteWhileSomethingIsDueThatNoHoldKeeps() {
        Outcome<CompleteRun.Outcome> outcome = fixture.when(with(left(null)));

        outcome.thenNothing().answers(new NotYet());
    }

    @Test
    void isNotCompleteWhileTheViewIsBehind() {
        // given a bucket that went although the view has it
        fixture.given(CLIENT, HOLD, destroyed(STAYS))
                .when(with(left(RUN.id())))
                .thenNothing()
                .answers(new NotYet());
    }

    @Test
    void isNotCompleteWhereTheHoldEndsMeanwhile() {
        fixture.given(CLIENT, HOLD)
                .comingBetween(CLIENT, new LegalHoldReleased(HOLD.hold(), CLIENT, null, "officer"))
                .when(with(left(null)))
                .decidedAnew()
                .thenNothing()
                .answers(new NotYet());
    }

    @Test
    void isNotCompleteWhereAnOrderIsCarriedOutMeanwhile() {
        fixture.given(CLIENT, HOLD)
                .comingBetween(CLIENT, destroyed(STAYS))
                .when(with(left(RUN.id())))
                .decidedAnew()
                .thenNothing()
                .answers(new NotYet());
    }

    @Test
    void ignoresAnotherClientsHold() {
        ClientId other = ClientId.random();

        fixture.given(other, hold(other)).when(with(left(null))).thenNothing().answers(new NotYet());
    }
}
