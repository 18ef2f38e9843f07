package org.lethe.access.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.contracts.RequestReminded;
import org.lethe.eventlog.Decision.Sourced;

/// When a client is reminded of a request that stands as this one does. A due date that was moved is another due date.
///
///     due_soon   a week before it is due
///     overdue    the client had it to answer and our own date is over; once more when it is due by law
///
/// What nobody proved to be theirs ends at our own date by itself. While the clock stands still nothing is due.
final class Reminders {
    static final Duration SOON = Duration.ofDays(7);

    private Reminders() {}

    private record Planned(Instant from, RequestReminded event) {}

    /// Those that are to be on record by now and are not. That it is due soon is not said when it is over already.
    static List<RequestReminded> due(Request request, Instant now) {
        Deadlines deadlines = request.deadlines(now);
        return planned(request, deadlines).stream()
                .filter(one -> !one.from().isAfter(now))
                .map(Planned::event)
                .filter(event -> !event.what().equals(RequestReminded.DUE_SOON) || now.isBefore(event.dueAt()))
                .toList();
    }

    /// When the next is, as far as is known at a moment.
    static Optional<Instant> next(Request request, Instant known) {
        return planned(request, request.deadlines(known)).stream()
                .filter(one -> !one.event().what().equals(RequestReminded.DUE_SOON)
                        || known.isBefore(one.event().dueAt()))
                .map(Planned::from)
                .min(Instant::compareTo);
    }

    private static List<Planned> planned(Request request, Deadlines deadlines) {
        if (!request.state().isOpen() || request.isPaused()) {
            return List.of();
        }
        Instant dueAt = dueAt(request, deadlines);
        Set<RequestReminded> wanted = new LinkedHashSet<>();
        wanted.add(of(request, RequestReminded.DUE_SOON, dueAt));
        if (request.state() == RequestState.REFERRED) {
            wanted.add(of(request, RequestReminded.OVERDUE, deadlines.operationalDueAt()));
        }
        wanted.add(of(request, RequestReminded.OVERDUE, dueAt));
        for (Sourced sourced : request.steps()) {
            if (sourced.event() instanceof RequestReminded said) {
                wanted.remove(said);
            }
        }
        List<Planned> planned = new ArrayList<>();
        for (RequestReminded event : wanted) {
            boolean soon = event.what().equals(RequestReminded.DUE_SOON);
            planned.add(new Planned(
                    soon
                            ? event.dueAt().minus(SOON)
                            : event.dueAt().plusSeconds(1), // a date is over when its last second is
                    event));
        }
        return planned;
    }

    /// Of an appeal its own date, where the rule gives it one.
    private static Instant dueAt(Request request, Deadlines deadlines) {
        return request.state() == RequestState.APPEALED
                ? deadlines.appealDueAt().orElseGet(deadlines::dueAt)
                : deadlines.dueAt();
    }

    private static RequestReminded of(Request request, String what, Instant dueAt) {
        return new RequestReminded(request.id(), request.client(), what, dueAt);
    }
}
