package org.lethe.retention.holds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldPolicySet;
import org.lethe.contracts.LegalHoldReleaseRequested;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.retention.holds.ReleaseHold.Released;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

class ReleaseHoldTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final HoldId HOLD = HoldId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    private static final LegalHoldPlaced PLACED =
            new LegalHoldPlaced(HOLD, CLIENT, new HoldScope(List.of(), List.of(), null, null, null, true), 0, "alice");
    private static final LegalHoldPolicySet TWO = new LegalHoldPolicySet(CLIENT, true, "officer");
    private static final LegalHoldReleaseRequested ASKED = new LegalHoldReleaseRequested(HOLD, CLIENT, "alice");
    private static final ReleaseHold.Step ASKING = new ReleaseHold.Step(EventId.random(), new Sealed(new byte[] {1}));
    private static final ReleaseHold.Step ENDING = new ReleaseHold.Step(EventId.random(), new Sealed(new byte[] {2}));

    private static final ApiKeyId ADMIN = ApiKeyId.random();
    private static final ApiKeyId ALICE = ApiKeyId.random();
    private static final ApiKeyId BOB = ApiKeyId.random();

    private final DecisionFixture<ReleaseHold, Released> fixture =
            DecisionFixture.of(ReleaseHold.class, ReleaseHold::decide);

    private static ReleaseHold by(String who) {
        return new ReleaseHold(CLIENT, HOLD, ASKING, ENDING, who, NOW);
    }

    @Test
    void endsAHoldAtOnceWhereOneIsEnough() {
        // when
        Outcome<Released> outcome = fixture.given(CLIENT, REGISTERED, PLACED).when(by("alice"));

        // then
        outcome.thenEntries(new LogEntry(CLIENT, new LegalHoldReleased(HOLD, CLIENT, null, "alice"), ENDING.words()))
                .recordedAt(NOW)
                .answers(new Released.Ended(null, "alice", NOW));
        assertThat(outcome.happened().getFirst().id()).isEqualTo(ENDING.event());
    }

    @Test
    void asksFirstWhereItTakesTwo() {
        // when
        Outcome<Released> outcome =
                fixture.given(CLIENT, REGISTERED, PLACED, TWO).when(by("alice"));

        // then
        outcome.thenEntries(new LogEntry(CLIENT, ASKED, ASKING.words())).answers(new Released.Requested("alice", NOW));
        assertThat(outcome.happened().getFirst().id()).isEqualTo(ASKING.event());
    }

    @Test
    void endsWhenSomebodyElseAgrees() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, ASKED)
                .when(by("bob"))
                .thenEntries(new LogEntry(CLIENT, new LegalHoldReleased(HOLD, CLIENT, "alice", "bob"), ENDING.words()))
                .answers(new Released.Ended("alice", "bob", NOW));
    }

    @Test
    void refusesThatWhoAskedAlsoAgrees() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, ASKED)
                .when(by("alice"))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void endsByWhoAskedWhereOneIsEnoughAgain() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, ASKED, new LegalHoldPolicySet(CLIENT, false, "officer"))
                .when(by("alice"))
                .thenEntries(
                        new LogEntry(CLIENT, new LegalHoldReleased(HOLD, CLIENT, "alice", "alice"), ENDING.words()));
    }

    private static ApiKeyIssued issued(ApiKeyId key, String by) {
        return new ApiKeyIssued(CLIENT, key, "a key", List.of("retention-operator"), "a".repeat(43), null, by);
    }

    private static LegalHoldReleaseRequested askedBy(ApiKeyId key) {
        return new LegalHoldReleaseRequested(HOLD, CLIENT, key.toString());
    }

    @Test
    void refusesAKeyThatWhoAskedMade() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, issued(BOB, ALICE.toString()), askedBy(ALICE))
                .when(by(BOB.toString()))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void refusesWhoMadeTheKeyThatAsked() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, issued(BOB, ALICE.toString()), askedBy(BOB))
                .when(by(ALICE.toString()))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void refusesTwoKeysThatOneOfTheClientMade() {
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        PLACED,
                        TWO,
                        issued(ADMIN, "bootstrap"),
                        issued(ALICE, ADMIN.toString()),
                        issued(BOB, ADMIN.toString()),
                        askedBy(ALICE))
                .when(by(BOB.toString()))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void takesTwoKeysThatThePlatformGaveOut() {
        fixture.given(
                        ClientId.PLATFORM,
                        new ApiKeyIssued(ClientId.PLATFORM, ADMIN, "op", List.of(), "b".repeat(43), null, "bootstrap"))
                .given(
                        CLIENT,
                        REGISTERED,
                        PLACED,
                        TWO,
                        issued(ALICE, ADMIN.toString()),
                        issued(BOB, ADMIN.toString()),
                        askedBy(ALICE))
                .when(by(BOB.toString()))
                .answers(new Released.Ended(ALICE.toString(), BOB.toString(), NOW));
    }

    @Test
    void countsNoRequestWhoseKeyWasRevoked() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, askedBy(ALICE), new ApiKeyRevoked(CLIENT, ALICE, "officer"))
                .when(by("bob"))
                .answers(new Released.Requested("bob", NOW));
    }

    @Test
    void countsNoRequestWhoseKeyIsRevokedMeanwhile() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, askedBy(ALICE))
                .comingBetween(CLIENT, new ApiKeyRevoked(CLIENT, ALICE, "officer"))
                .when(by("bob"))
                .decidedAnew()
                .answers(new Released.Requested("bob", NOW));
    }

    @Test
    void countsNoRequestAfterAWeek() {
        fixture.given(CLIENT, NOW.minus(TwoPeople.COUNTS_FOR), REGISTERED, PLACED, TWO, ASKED)
                .when(by("bob"))
                .answers(new Released.Requested("bob", NOW));
    }

    @Test
    void tellsAgainHowItEnded() {
        fixture.given(CLIENT, REGISTERED, PLACED, TWO, ASKED, new LegalHoldReleased(HOLD, CLIENT, "alice", "bob"))
                .when(by("carol"))
                .thenNothing()
                .answers(new Released.Ended("alice", "bob", DecisionFixture.EARLIER));
    }

    @Test
    void onlyAsksWhereItTakesTwoSinceAMomentAgo() {
        fixture.given(CLIENT, REGISTERED, PLACED)
                .comingBetween(CLIENT, TWO)
                .when(by("alice"))
                .decidedAnew()
                .thenEntries(new LogEntry(CLIENT, ASKED, ASKING.words()));
    }

    @Test
    void endsOnceWhereTwoEndItAtOnce() {
        fixture.given(CLIENT, REGISTERED, PLACED)
                .comingBetween(CLIENT, new LegalHoldReleased(HOLD, CLIENT, null, "bob"))
                .when(by("alice"))
                .decidedAnew()
                .thenNothing()
                .answers(new Released.Ended(null, "bob", DecisionFixture.EARLIER));
    }

    @Test
    void refusesAHoldThatIsNot() {
        fixture.given(CLIENT, REGISTERED).when(by("alice")).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClientsHold() {
        ClientId other = ClientId.random();

        fixture.given(CLIENT, REGISTERED)
                .given(other, new LegalHoldPlaced(HOLD, other, PLACED.scope(), 0, "somebody"))
                .when(by("alice"))
                .thenRefused(NotFoundException.class, "not-found");
    }
}
