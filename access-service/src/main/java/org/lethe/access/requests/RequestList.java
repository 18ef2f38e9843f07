package org.lethe.access.requests;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;

/// Requests of a client, page by page: which they are tells the view, how they stand the log, all of a page
/// in one look.
public final class RequestList {
    private static final List<String> STEPS = EventTypes.names(RequestEvent.class);

    private final EventLog log;
    private final RequestView view;

    RequestList(EventLog log, RequestView view) {
        this.log = log;
        this.view = view;
    }

    public static RequestList on(Foundation foundation) {
        return new RequestList(foundation.log(), new RequestView(foundation.log(), foundation.dataSource()));
    }

    record Row(RequestView.Place place, Request request) {}

    /// How the client's requests stand that wait for a decision and are due before a moment, what is due first first.
    ///
    /// @param now when that is asked
    public List<RequestStanding> referred(ClientId client, Instant dueBefore, int limit, Instant now)
            throws SQLException {
        RequestView.Filter filter = new RequestView.Filter(RequestState.REFERRED, null, dueBefore, null, null);
        return rows(client, filter, limit).stream()
                .map(row -> new RequestStanding(
                        row.request().type(),
                        row.request().state().wireName(),
                        row.request().deadlines(now).dueAt()))
                .toList();
    }

    List<Row> rows(ClientId client, RequestView.Filter filter, int limit) throws SQLException {
        List<RequestView.Place> places = view.list(client, filter, limit);
        Map<RequestId, List<Sourced>> steps = new HashMap<>();
        List<Tag> tags = places.stream()
                .map(place -> new Tag(EventTag.REQUEST, place.request().toString()))
                .toList();
        for (Sourced sourced : log.lookUp(tags, STEPS)) {
            if (sourced.event() instanceof RequestEvent step) {
                steps.computeIfAbsent(step.request(), _ -> new ArrayList<>()).add(sourced);
            }
        }
        return places.stream()
                .flatMap(place -> Request.of(client, steps.getOrDefault(place.request(), List.of())).stream()
                        .map(request -> new Row(place, request)))
                .toList();
    }
}
