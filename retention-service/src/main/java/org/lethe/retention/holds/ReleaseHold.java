package org.lethe.retention.holds;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.LegalHoldReleaseRequested;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.NotFoundException;

/// End a hold, or ask for its end where that takes two people ([TwoPeople]).
///
/// @param asked the event that asks, and its words
/// @param ended the event that ends it, and its words
record ReleaseHold(ClientId client, HoldId hold, Step asked, Step ended, String by, Instant at)
        implements Command<ReleaseHold.Released> {

    /// One of the two events that may come of it. Both are sealed beforehand: words are bound to their event.
    record Step(EventId event, @Nullable Sealed words) {}

    /// How it stands now.
    sealed interface Released {
        String by();

        Instant at();

        /// Somebody else has to agree.
        record Requested(String by, Instant at) implements Released {}

        /// It ended, now or before.
        record Ended(@Nullable String requestedBy, String by, Instant at) implements Released {}
    }

    Released decide(Decision decision) {
        List<Sourced> events =
                decision.source(EventCriteria.either(Holds.criteria(client), HoldPolicy.criteria(client)));
        Hold known = Holds.of(events).find(hold).orElseThrow(NotFoundException::new);
        if (known.released().isPresent()) {
            Sourced released = known.released().get();
            LegalHoldReleased event = (LegalHoldReleased) released.event();
            return new Released.Ended(event.requestedBy(), event.by(), released.recordedAt());
        }
        TwoPeople people = new TwoPeople(decision);
        String requestedBy = known.requested()
                .filter(request -> people.counts(requester(request), request.decidedAt(), at))
                .map(ReleaseHold::requester)
                .orElse(null);
        if (HoldPolicy.of(events).twoPersonRelease()) {
            if (requestedBy == null) {
                append(decision, asked, new LegalHoldReleaseRequested(hold, client, by));
                return new Released.Requested(by, at);
            }
            if (!people.areTwo(requestedBy, by)) {
                throw new ReleaseNeedsAnotherException();
            }
        }
        append(decision, ended, new LegalHoldReleased(hold, client, requestedBy, by));
        return new Released.Ended(requestedBy, by, at);
    }

    private static String requester(Sourced request) {
        return ((LegalHoldReleaseRequested) request.event()).by();
    }

    private void append(Decision decision, Step step, Event event) {
        decision.append(step.event(), new LogEntry(client, event, step.words()), at);
    }
}
