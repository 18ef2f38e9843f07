package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestReminded;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.LogPosition;

/// How a request stood when a step of it was taken, for who is told of that: nothing of the consumer.
///
/// @param dueAt of what the step is about, where it is a reminder
public record RequestStanding(RequestType type, String state, Instant dueAt) {

    /// @param taken a [RequestEvent] and where it stands
    /// @return empty where the log has no such request
    public static Optional<RequestStanding> at(EventLog log, RequestEvent step, Sourced taken) {
        LogPosition place = taken.position();
        List<Sourced> until = log.lookUp(Request.criteria(step.request())).stream()
                .filter(one -> place == null
                        || one.position() == null
                        || one.position().position() <= place.position())
                .toList();
        return Request.of(step.client(), until)
                .map(request -> new RequestStanding(
                        request.type(),
                        request.state().wireName(),
                        step instanceof RequestReminded reminded
                                ? reminded.dueAt()
                                : request.deadlines(taken.decidedAt()).dueAt()));
    }
}
