package org.lethe.access.disclosures;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureEvent;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureProposed;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.DisclosureRefused;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RecipientId;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.View;
import org.lethe.service.people.TwoPeople;
import org.lethe.sql.Sql;

/// The entries of the register, for lists. What is shown of each, and what may be done, the log tells.
final class DisclosureView implements View {
    static final String NAME = "access-disclosures";
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final UUID NO_ID = new UUID(0, 0);

    private final DataSource dataSource;

    DisclosureView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Which rows a list shows.
    ///
    /// @param after the last row of the page before
    record Filter(
            @Nullable DisclosureState state,
            @Nullable DisclosureGround ground,
            @Nullable RecipientId recipient,
            @Nullable ConsumerId consumer,
            @Nullable Place after) {}

    /// Where a row stands: by when it came to be, then by its id.
    record Place(Instant begunAt, DisclosureId disclosure) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return new LinkedHashSet<>(EventTypes.kind(DisclosureEvent.class));
    }

    /// The same however often it is taken in: an entry begins once and ends once.
    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof DisclosureEvent step) {
                switch (step) {
                    case DisclosureProposed proposed ->
                        write(transaction, sourced, step, proposed.what(), DisclosureState.AWAITING_APPROVAL);
                    case DisclosureRecorded recorded ->
                        write(transaction, sourced, step, recorded.what(), DisclosureState.RECORDED);
                    case DisclosureRefused _ ->
                        Sql.on(transaction, "UPDATE access.disclosure SET state = ? WHERE disclosure_id = ?")
                                .values(
                                        DisclosureState.REFUSED.wireName(),
                                        step.disclosure().value())
                                .update();
                }
            }
        }
    }

    private static void write(
            Connection transaction, Sourced sourced, DisclosureEvent step, Disclosed what, DisclosureState state)
            throws SQLException {
        Sql.on(transaction, """
                        INSERT INTO access.disclosure (disclosure_id, client_id, begun_at, state, ground, recipient_id,
                            consumer_ids)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (disclosure_id) DO UPDATE SET state = EXCLUDED.state
                        """)
                .values(step.disclosure().value(), step.client().value(), sourced.decidedAt())
                .values(
                        state.wireName(),
                        what.ground().wireName(),
                        what.recipient().value())
                .array("uuid", what.consumers(), ConsumerId::value)
                .update();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("DELETE FROM access.disclosure");
        }
    }

    /// Rows of one client, the oldest first. A proposal whose key was revoked is found among those that wait until its
    /// week is over.
    List<Place> list(ClientId client, Filter filter, Instant now, int limit) throws SQLException {
        Place after = filter.after();
        DisclosureState wanted = filter.state();
        String state = wanted == null ? null : wanted.wireName();
        String ground = filter.ground() == null ? null : filter.ground().wireName();
        UUID recipient = filter.recipient() == null ? null : filter.recipient().value();
        UUID consumer = filter.consumer() == null ? null : filter.consumer().value();
        return Sql.on(dataSource, """
                        SELECT begun_at, disclosure_id FROM access.disclosure
                        WHERE client_id = ? AND (begun_at, disclosure_id) > (?, ?)
                          AND (?::text IS NULL OR ? = CASE WHEN state = 'awaiting_approval' AND begun_at <= ?
                              THEN 'lapsed' ELSE state END)
                          AND (?::text IS NULL OR ground = ?) AND (?::uuid IS NULL OR recipient_id = ?)
                          AND (?::uuid IS NULL OR ? = ANY (consumer_ids))
                        ORDER BY begun_at, disclosure_id LIMIT ?
                        """)
                .value(client.value())
                .values(
                        after == null ? LONG_AGO : after.begunAt(),
                        after == null ? NO_ID : after.disclosure().value())
                .values(state, state, now.minus(TwoPeople.COUNTS_FOR))
                .values(ground, ground, recipient, recipient, consumer, consumer)
                .value(limit)
                .list(row -> new Place(row.instant(1), new DisclosureId(row.uuid(2))));
    }
}
