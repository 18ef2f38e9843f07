package org.lethe.access.requests;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.View;
import org.lethe.sql.Sql;

/// All requests with how they stand and what is due when, for lists, timers and gauges. What may be done is decided by
/// the log.
final class RequestView implements View {
    static final String NAME = "access-requests";

    private final EventLog log;
    private final DataSource dataSource;

    RequestView(EventLog log, DataSource dataSource) {
        this.log = log;
        this.dataSource = dataSource;
    }

    /// Which rows a list shows.
    ///
    /// @param after the last row of the page before
    record Filter(
            @Nullable RequestState state,
            @Nullable String type,
            @Nullable Instant dueBefore,
            @Nullable String assignee,
            @Nullable Place after) {}

    /// Where a row stands: by when it is due, then by its id.
    record Place(Instant dueAt, RequestId request) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.copyOf(EventTypes.kind(RequestEvent.class));
    }

    /// Each request that something happened to is looked at anew, as a whole: so it comes out the same however often it
    /// is taken in.
    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        Set<RequestId> touched = new LinkedHashSet<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof RequestEvent step) {
                touched.add(step.request());
            }
        }
        for (RequestId id : touched) {
            List<Sourced> all = log.lookUp(Request.criteria(id));
            ClientId client = all.getFirst().entry().client();
            Optional<Request> request = Request.of(client, all);
            if (request.isPresent()) {
                write(transaction, request.get());
            }
        }
    }

    private static void write(Connection transaction, Request request) throws SQLException {
        Deadlines deadlines = request.deadlines(request.steps().getLast().decidedAt());
        Sql.on(transaction, """
                        INSERT INTO access.request (request_id, client_id, type, state, open, rule, received_at, due_at,
                            operational_due_at, assignee, answered_at, remind_at, kept_until)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (request_id) DO UPDATE SET state = EXCLUDED.state, open = EXCLUDED.open,
                            due_at = EXCLUDED.due_at, operational_due_at = EXCLUDED.operational_due_at,
                            assignee = EXCLUDED.assignee, answered_at = EXCLUDED.answered_at,
                            remind_at = EXCLUDED.remind_at, kept_until = EXCLUDED.kept_until
                        """)
                .values(request.id().value(), request.client().value())
                .values(request.type().wireName(), request.state().wireName())
                .values(request.state().isOpen(), request.received().rule())
                .values(request.received().receivedAt(), deadlines.dueAt(), deadlines.operationalDueAt())
                .values(request.assignee(), answeredAt(request))
                .value(Reminders.next(request, request.steps().getLast().decidedAt())
                        .orElse(null))
                .value(request.evidence() == null ? null : request.expiresAt())
                .update();
    }

    private static @Nullable Instant answeredAt(Request request) {
        return request.state().isOpen() ? null : request.steps().getLast().recordedAt();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("DELETE FROM access.request");
        }
    }

    /// Rows of one client, what is due first first. What is not asked for does not stand in the statement:
    /// one that says "or nothing was asked" is served by no index once its plan is kept.
    List<Place> list(ClientId client, Filter filter, int limit) throws SQLException {
        StringBuilder where = new StringBuilder("client_id = ?");
        List<Object> values = new ArrayList<>();
        values.add(client.value());
        and(where, values, " AND state = ?", state(filter));
        and(where, values, " AND type = ?", filter.type());
        and(where, values, " AND assignee = ?", filter.assignee());
        and(where, values, " AND due_at < ?", filter.dueBefore());
        Place after = filter.after();
        if (after != null) {
            where.append(" AND (due_at, request_id) > (?, ?)");
            values.add(after.dueAt());
            values.add(after.request().value());
        }
        return Sql.on(
                        dataSource,
                        "SELECT due_at, request_id FROM access.request WHERE " + where
                                + " ORDER BY due_at, request_id LIMIT ?")
                .values(values.toArray())
                .value(limit)
                .list(row -> new Place(row.instant(1), new RequestId(row.uuid(2))));
    }

    private static void and(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            values.add(value);
        }
    }

    private static @Nullable String state(Filter filter) {
        return filter.state() == null ? null : filter.state().wireName();
    }

    /// A request whose time is over.
    record Overdue(ClientId client, RequestId request) {}

    List<Overdue> unproven(Instant now, int limit) throws SQLException {
        return Sql.on(dataSource, """
                        SELECT client_id, request_id FROM access.request
                        WHERE open AND state IN ('received', 'verifying') AND operational_due_at < ?
                        ORDER BY operational_due_at LIMIT ?
                        """)
                .values(now, limit)
                .list(row -> new Overdue(new ClientId(row.uuid(1)), new RequestId(row.uuid(2))));
    }

    /// A request of which the client is to be reminded.
    record ToRemind(ClientId client, RequestId request) {}

    List<ToRemind> toRemind(Instant now, int limit) throws SQLException {
        return Sql.on(dataSource, """
                        SELECT client_id, request_id FROM access.request
                        WHERE remind_at <= ? ORDER BY remind_at LIMIT ?
                        """)
                .values(now, limit)
                .list(row -> new ToRemind(new ClientId(row.uuid(1)), new RequestId(row.uuid(2))));
    }

    /// Those whose package nobody collected in time, and for which something is kept still.
    List<Overdue> lapsed(Instant now, int limit) throws SQLException {
        return Sql.on(dataSource, """
                        SELECT client_id, request_id FROM access.request WHERE kept_until <= ?
                        ORDER BY kept_until LIMIT ?
                        """)
                .values(now, limit)
                .list(row -> new Overdue(new ClientId(row.uuid(1)), new RequestId(row.uuid(2))));
    }

    /// How many open requests are due before a moment.
    long dueBefore(Instant moment) throws SQLException {
        return Sql.on(dataSource, "SELECT count(*) FROM access.request WHERE open AND due_at < ?")
                .value(moment)
                .count();
    }
}
