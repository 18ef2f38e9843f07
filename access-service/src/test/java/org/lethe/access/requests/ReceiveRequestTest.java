package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.CONSUMER;
import static org.lethe.access.requests.History.NOW;
import static org.lethe.access.requests.History.REGISTERED;
import static org.lethe.access.requests.History.REQUEST;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lethe.access.requests.ReceiveRequest.Received;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class ReceiveRequestTest {
    private static final SealedRequestWords WORDS = History.words("received");

    private final DecisionFixture<ReceiveRequest, Received> fixture =
            DecisionFixture.of(ReceiveRequest.class, ReceiveRequest::decide);

    private static ReceiveRequest receive(RequestType type, boolean known) {
        return new ReceiveRequest(
                CLIENT, REQUEST, CONSUMER, known, type, "gdpr", 1, "UTC", NOW, "mail", null, WORDS, BY, NOW);
    }

    private static RequestReceived received(RequestType type, boolean known, RequestId duplicateOf) {
        return new RequestReceived(
                REQUEST, CLIENT, CONSUMER, known, type, "gdpr", 1, "UTC", NOW, "mail", duplicateOf, null, BY);
    }

    private static RequestReceived before(ClientId client, RequestType type, Instant at) {
        return new RequestReceived(
                RequestId.random(), client, CONSUMER, true, type, "gdpr", 1, "UTC", at, "mail", null, null, BY);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestType.class,
            names = {"ACCESS", "PORTABILITY", "DELETION", "RESTRICTION", "CORRECTION"})
    void waitsForAProofOfWhoAsks(RequestType type) {
        fixture.given(CLIENT, REGISTERED)
                .when(receive(type, true))
                .thenEntries(Stream.of(
                                Optional.of(LogEntry.of(CLIENT, received(type, true, null))),
                                Request.protection(received(type, true, null), 1)
                                        .map(kept -> LogEntry.of(CLIENT, kept)),
                                Optional.of(WORDS.entry(CLIENT)))
                        .flatMap(Optional::stream)
                        .toArray(LogEntry[]::new));
    }

    @Test
    void keepsWhatAnAccessRequestHasToDeliver() {
        assertThat(fixture.given(CLIENT, REGISTERED)
                        .when(receive(RequestType.ACCESS, true))
                        .happened())
                .extracting(Sourced::event)
                .contains(Request.protection(received(RequestType.ACCESS, true, null), 1)
                        .orElseThrow());
    }

    @Test
    void keepsNothingOfSomebodyUnknown() {
        fixture.given(CLIENT, REGISTERED)
                .when(receive(RequestType.ACCESS, false))
                .thenEntries(LogEntry.of(CLIENT, received(RequestType.ACCESS, false, null)), WORDS.entry(CLIENT));
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestType.class,
            names = {"OPT_OUT", "OBJECTION", "COMPLAINT"})
    void isReferredAtOnceWhereNoProofIsNeeded(RequestType type) {
        fixture.given(CLIENT, REGISTERED)
                .when(receive(type, true))
                .thenEntries(
                        LogEntry.of(CLIENT, received(type, true, null)),
                        WORDS.entry(CLIENT),
                        LogEntry.of(CLIENT, new IdentityConfirmed(REQUEST, CLIENT, "none", BY)),
                        LogEntry.of(CLIENT, new RequestReferred(REQUEST, CLIENT)));
    }

    @Test
    void isLinkedToTheSameWithinAYear() {
        RequestReceived before = before(CLIENT, RequestType.ACCESS, NOW.minus(Duration.ofDays(364)));

        fixture.given(CLIENT, REGISTERED, before)
                .when(receive(RequestType.ACCESS, true))
                .answers(new Received(before.request()));
    }

    @Test
    void isNotLinkedToWhatIsOlderOrOtherOrAnotherClients() {
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        before(CLIENT, RequestType.ACCESS, NOW.minus(Duration.ofDays(366))),
                        before(CLIENT, RequestType.DELETION, NOW),
                        before(ClientId.random(), RequestType.ACCESS, NOW))
                .when(receive(RequestType.ACCESS, true))
                .answers(new Received(null));
    }

    @Test
    void refusesWhatIsAskedOfAClientThatIsNotThere() {
        fixture.when(receive(RequestType.ACCESS, true)).thenRefused(NotFoundException.class, "not-found");
    }
}
