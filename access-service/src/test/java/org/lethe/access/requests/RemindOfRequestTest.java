package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.requests.History.APPROVED;
import static org.lethe.access.requests.History.BY;
import static org.lethe.access.requests.History.CLIENT;
import static org.lethe.access.requests.History.DENIED;
import static org.lethe.access.requests.History.REQUEST;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.requests.RemindOfRequest.Reminded;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.DeadlineExtended;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestReminded;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class RemindOfRequestTest {
    /// Received on 2026-11-20: ours is over 28 days later, the law's in a month, which is a Sunday.
    private static final Instant OURS = Instant.parse("2026-12-18T23:59:59Z");

    private static final Instant LAWS = Instant.parse("2026-12-21T23:59:59Z");
    private static final Instant SOON = LAWS.minus(Duration.ofDays(7));
    private static final Instant EXTENDED = Instant.parse("2027-02-22T23:59:59Z");

    private final DecisionFixture<RemindOfRequest, Reminded> fixture =
            DecisionFixture.of(RemindOfRequest.class, RemindOfRequest::decide);

    private static RemindOfRequest at(Instant at) {
        return new RemindOfRequest(CLIENT, REQUEST, at);
    }

    private static RequestReminded dueSoon(Instant dueAt) {
        return new RequestReminded(REQUEST, CLIENT, "due_soon", dueAt);
    }

    private static RequestReminded overdue(Instant dueAt) {
        return new RequestReminded(REQUEST, CLIENT, "overdue", dueAt);
    }

    private static Event[] referred(Event... more) {
        return History.referred(RequestType.ACCESS, more);
    }

    @Test
    void saysNothingBeforeTheLastWeek() {
        fixture.given(CLIENT, referred()).when(at(SOON.minusSeconds(1))).thenNothing();
    }

    @Test
    void saysAWeekBeforeThatItIsDueSoon() {
        fixture.given(CLIENT, referred())
                .when(at(SOON))
                .then(CLIENT, dueSoon(LAWS))
                .answers(new Reminded(1));
    }

    @Test
    void saysItOnce() {
        fixture.given(CLIENT, referred(dueSoon(LAWS)))
                .when(at(SOON.plusSeconds(60)))
                .thenNothing();
    }

    @Test
    void saysItOnceWhenTwoProcessesLookAtOnce() {
        fixture.given(CLIENT, referred())
                .comingBetween(CLIENT, dueSoon(LAWS))
                .when(at(SOON))
                .thenNothing()
                .decidedAnew();
    }

    @Test
    void saysThatTheClientHasNotAnsweredInTimeWhenTheDateIsOver() {
        fixture.given(CLIENT, referred(dueSoon(LAWS))).when(at(OURS)).thenNothing();
        fixture.when(at(OURS.plusSeconds(1))).then(CLIENT, overdue(OURS));
    }

    @Test
    void saysItOnceMoreWhenTheLawsDateIsOver() {
        fixture.given(CLIENT, referred(dueSoon(LAWS), overdue(OURS)))
                .when(at(LAWS.plusSeconds(1)))
                .then(CLIENT, overdue(LAWS));
    }

    @Test
    void ofWhatTheClientAnsweredTheLawsDateAloneCounts() {
        fixture.given(CLIENT, referred(APPROVED, dueSoon(LAWS)))
                .when(at(OURS.plusSeconds(1)))
                .thenNothing();
        fixture.when(at(LAWS.plusSeconds(1))).then(CLIENT, overdue(LAWS));
    }

    @Test
    void afterALongStopItDoesNotSayThatSomethingIsSoonWhichIsOver() {
        fixture.given(CLIENT, referred())
                .when(at(LAWS.plus(Duration.ofDays(5))))
                .then(CLIENT, overdue(OURS), overdue(LAWS));
    }

    @Test
    void aDateThatWasMovedIsAnotherDate() {
        fixture.given(CLIENT, referred(dueSoon(LAWS), overdue(OURS), new DeadlineExtended(REQUEST, CLIENT, BY)))
                .when(at(LAWS.plusSeconds(1)))
                .thenNothing();
        fixture.when(at(EXTENDED.minus(Duration.ofDays(7)))).then(CLIENT, dueSoon(EXTENDED));
    }

    @Test
    void leavesWhatIsPaused() {
        fixture.given(CLIENT, referred(new ClockPaused(REQUEST, CLIENT, "identity_in_doubt", BY)))
                .when(at(LAWS.plusSeconds(1)))
                .thenNothing();
    }

    @Test
    void leavesWhatIsAnswered() {
        fixture.given(CLIENT, referred(DENIED)).when(at(LAWS.plusSeconds(1))).thenNothing();
    }

    @Test
    void anAppealIsDueAgain() {
        fixture.given(CLIENT, referred(DENIED, new RequestAppealed(REQUEST, CLIENT, BY)))
                .when(at(LAWS.plusSeconds(1)))
                .then(CLIENT, overdue(LAWS));
    }

    @Test
    void refusesWhatIsNotThere() {
        fixture.when(at(SOON)).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void theNextIsKnownAsSoonAsThisOneWasSaid() {
        assertThat(next(referred())).contains(SOON);
        assertThat(next(referred(dueSoon(LAWS)))).contains(OURS.plusSeconds(1));
        assertThat(next(referred(dueSoon(LAWS), overdue(OURS)))).contains(LAWS.plusSeconds(1));
        assertThat(next(referred(dueSoon(LAWS), overdue(OURS), overdue(LAWS)))).isEmpty();
        assertThat(next(referred(DENIED))).isEmpty();
    }

    private static java.util.Optional<Instant> next(Event... events) {
        List<Sourced> sourced = new ArrayList<>();
        for (Event event : events) {
            sourced.add(new Sourced(LogEntry.of(CLIENT, event), EventId.random(), History.NOW, History.NOW, null));
        }
        return Reminders.next(Request.of(CLIENT, sourced).orElseThrow(), History.NOW);
    }
}
