package org.lethe.retention.holds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;

class PlaceHoldTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final HoldId HOLD = HoldId.random();
    private static final HoldId ANOTHER = HoldId.random();
    private static final EventId EVENT = EventId.random();
    private static final Sealed WORDS = new Sealed(new byte[] {1, 2, 3});
    private static final ConsumerId CONSUMER = ConsumerId.random();
    private static final ConversationId CONVERSATION = ConversationId.random();
    private static final Bucket FIRST = bucket("2026-10-01");
    private static final Bucket SECOND = bucket("2026-10-02");
    private static final NamedContent NOBODY = new NamedContent(Set.of(), Set.of());

    private final DecisionFixture<PlaceHold, PlaceHold.Placed> fixture =
            DecisionFixture.of(PlaceHold.class, PlaceHold::decide).given(CLIENT, REGISTERED);

    private static Bucket bucket(String day) {
        return new Bucket(Category.MESSAGES, new Channel("web"), LocalDate.parse(day));
    }

    private static HoldScope all() {
        return new HoldScope(List.of(), List.of(), null, null, null, true);
    }

    private static HoldScope from(Bucket first) {
        return new HoldScope(List.of(), List.of(), null, first.day(), null, false);
    }

    private static HoldScope of(ConsumerId consumer) {
        return new HoldScope(List.of(consumer), List.of(), null, null, null, false);
    }

    private static HoldScope of(ConversationId conversation) {
        return new HoldScope(List.of(), List.of(conversation), null, null, null, false);
    }

    private static PlaceHold over(HoldScope scope, NamedContent named, Bucket... kept) {
        return new PlaceHold(CLIENT, HOLD, EVENT, scope, named, Set.of(kept), WORDS, "officer", NOW);
    }

    /// What the consumer said, one conversation, in these buckets.
    private static NamedContent theirs(Bucket... buckets) {
        return new NamedContent(Set.of(), pieces(buckets));
    }

    /// The same where the conversation is named.
    private static NamedContent spoken(Bucket... buckets) {
        return new NamedContent(Set.of(CONSUMER), pieces(buckets));
    }

    private static Set<NamedContent.Piece> pieces(Bucket... buckets) {
        return Stream.of(buckets)
                .map(bucket -> new NamedContent.Piece(bucket, CONSUMER, CONVERSATION))
                .collect(Collectors.toSet());
    }

    private static LegalHoldPlaced another(HoldScope scope) {
        return new LegalHoldPlaced(ANOTHER, CLIENT, scope, 0, "officer");
    }

    private static LegalHoldReleased anotherReleased() {
        return new LegalHoldReleased(ANOTHER, CLIENT, null, "officer");
    }

    private static BucketKeyDestroyed destroyed(ClientId client, Bucket bucket) {
        return new BucketKeyDestroyed(
                client, bucket, new DestroyedKey(KeyKind.BUCKET, null), EventId.random(), List.of(), NOW);
    }

    private static ConsumerErased erased(ConsumerId consumer) {
        return new ConsumerErased(consumer, List.of(), EventId.random(), NOW, null);
    }

    private static LogEntry placed(HoldScope scope, int bucketsGone) {
        return new LogEntry(CLIENT, new LegalHoldPlaced(HOLD, CLIENT, scope, bucketsGone, "officer"), WORDS);
    }

    @Test
    void isPlacedOverAll() {
        // when
        Outcome<PlaceHold.Placed> outcome = fixture.when(over(all(), NOBODY, FIRST, SECOND));

        // then
        outcome.thenEntries(placed(all(), 0)).recordedAt(NOW).answers(new PlaceHold.Placed(HOLD, 0));
        assertThat(outcome.happened().getFirst().id()).isEqualTo(EVENT); // its words are bound to it
    }

    @Test
    void isPlacedOverContentToCome() {
        fixture.when(over(all(), NOBODY)).thenEntries(placed(all(), 0));
    }

    @Test
    void saysForHowMuchItComesTooLate() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST))
                .when(over(all(), NOBODY, SECOND))
                .thenEntries(placed(all(), 1))
                .answers(new PlaceHold.Placed(HOLD, 1));
    }

    @Test
    void doesNotCountWhatWentOutsideOfItsScope() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST))
                .when(over(from(SECOND), NOBODY, SECOND))
                .thenEntries(placed(from(SECOND), 0));
    }

    @Test
    void countsOfNamedPeopleTheirOwnBuckets() {
        NamedContent theirs = theirs(FIRST, SECOND);

        fixture.given(CLIENT, destroyed(CLIENT, FIRST), destroyed(CLIENT, bucket("2026-10-03")))
                .when(over(of(CONSUMER), theirs))
                .thenEntries(placed(of(CONSUMER), 1));
    }

    @Test
    void refusesWhereAllIsGone() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST), destroyed(CLIENT, SECOND))
                .when(over(all(), NOBODY, SECOND)) // the view is behind
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold", Map.of("buckets_gone", 2));
    }

    @Test
    void refusesWhereAllOfNamedPeopleIsGone() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST))
                .when(over(of(CONSUMER), theirs(FIRST), SECOND))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold", Map.of("buckets_gone", 1));
    }

    @Test
    void refusesAnErasedConsumer() {
        fixture.given(CLIENT, erased(CONSUMER))
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenRefused(
                        NothingLeftToHoldException.class,
                        "nothing-left-to-hold",
                        Map.of("erased", List.of(CONSUMER.value())));
    }

    @Test
    void refusesSomebodyForgottenAlsoWhereThatComesMeanwhile() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST))
                .comingBetween(
                        CLIENT,
                        new ConsumerForgotten(CONSUMER, new DestroyedKey(KeyKind.CONSUMER, "ab".repeat(32)), NOW))
                .when(over(of(CONSUMER), theirs(FIRST, SECOND)))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold");
    }

    @Test
    void refusesAnErasedConversation() {
        fixture.given(CLIENT, new ConversationErased(CONVERSATION, CONSUMER, List.of(), EventId.random(), NOW, null))
                .when(over(of(CONVERSATION), spoken(FIRST)))
                .thenRefused(
                        NothingLeftToHoldException.class,
                        "nothing-left-to-hold",
                        Map.of("erased", List.of(CONVERSATION.value())));
    }

    @Test
    void refusesAConversationOfAnErasedConsumer() {
        fixture.given(CLIENT, erased(CONSUMER))
                .when(over(of(CONVERSATION), spoken(FIRST)))
                .thenRefused(
                        NothingLeftToHoldException.class,
                        "nothing-left-to-hold",
                        Map.of("erased", List.of(CONSUMER.value())));
    }

    @Test
    void comesInTimeForWhatAnotherHoldKept() {
        fixture.given(CLIENT, another(of(CONSUMER)), destroyed(CLIENT, FIRST))
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenEntries(placed(of(CONSUMER), 0));
    }

    @Test
    void comesInTimeForAnErasedConsumerWhomAnotherHoldKept() {
        fixture.given(CLIENT, another(of(CONSUMER)), erased(CONSUMER))
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenEntries(placed(of(CONSUMER), 0));
    }

    @Test
    void comesInTimeOverAllForWhatAnotherHoldKept() {
        fixture.given(CLIENT, another(of(CONSUMER)), destroyed(CLIENT, FIRST))
                .when(over(all(), NOBODY))
                .thenEntries(placed(all(), 0));
    }

    @Test
    void comesTooLateForWhatAnotherHoldLetGo() {
        fixture.given(CLIENT, another(of(CONSUMER)), destroyed(CLIENT, FIRST), anotherReleased())
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold", Map.of("buckets_gone", 1));
    }

    @Test
    void comesTooLateForWhatAnotherHoldCameTooLateFor() {
        fixture.given(CLIENT, destroyed(CLIENT, FIRST), another(of(CONSUMER)))
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold", Map.of("buckets_gone", 1));
    }

    @Test
    void saysTrulyWhatWentAMomentAgo() {
        fixture.comingBetween(CLIENT, destroyed(CLIENT, FIRST))
                .when(over(all(), NOBODY, FIRST, SECOND))
                .decidedAnew()
                .thenEntries(placed(all(), 1));
    }

    @Test
    void isRefusedWhereTheLastBucketWentAMomentAgo() {
        fixture.comingBetween(CLIENT, destroyed(CLIENT, FIRST))
                .when(over(all(), NOBODY, FIRST))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold");
    }

    @Test
    void isRefusedWhereTheConsumerWasErasedAMomentAgo() {
        fixture.comingBetween(CLIENT, erased(CONSUMER))
                .when(over(of(CONSUMER), theirs(FIRST)))
                .thenRefused(NothingLeftToHoldException.class, "nothing-left-to-hold");
    }

    @Test
    void ignoresWhatGoesOfOthers() {
        ClientId other = ClientId.random();

        fixture.given(other, destroyed(other, FIRST), erased(ConsumerId.random()))
                .comingBetween(other, destroyed(other, SECOND))
                .when(over(of(CONSUMER), theirs(FIRST, SECOND)))
                .decidedOnce()
                .thenEntries(placed(of(CONSUMER), 0));
    }

    @Test
    void refusesForAClientThatIsNot() {
        DecisionFixture.of(PlaceHold.class, PlaceHold::decide)
                .when(over(all(), NOBODY, FIRST))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
