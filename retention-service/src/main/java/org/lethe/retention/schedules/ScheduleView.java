package org.lethe.retention.schedules;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.View;
import org.lethe.sql.Sql;

/// All clients with their schedules, for looking at all of them at once. What is ordered is decided by the log.
public final class ScheduleView implements View {
    private static final EventTypes.WireType SET = EventTypes.of(RetentionScheduleSet.class);

    private final DataSource dataSource;

    public ScheduleView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A client that left, and whose keys nobody ordered to go yet.
    public record Left(ClientId client, Instant at) {}

    @Override
    public String name() {
        return "retention-clients";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(
                ClientRegistered.class,
                RetentionScheduleSet.class,
                ClientOffboarded.class,
                ExpiryOrdered.class,
                KeyDestroyed.class,
                RetentionRunCompleted.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ClientRegistered registered ->
                    update(
                            transaction,
                            "INSERT INTO retention.client (client_id) VALUES (?) ON CONFLICT DO NOTHING",
                            registered.client().value());
                case RetentionScheduleSet set -> insert(transaction, set);
                case ClientOffboarded left ->
                    update(
                            transaction,
                            "UPDATE retention.client SET offboarded_at = ? WHERE client_id = ?",
                            sourced.decidedAt(),
                            left.client().value());
                case ExpiryOrdered ordered
                when ordered.wholeClient() ->
                    update(
                            transaction,
                            "UPDATE retention.client SET ordered_run = ?, ordered_by = ? WHERE client_id = ?",
                            ordered.run().value(),
                            sourced.id().value(),
                            ordered.client().value());
                case KeyDestroyed gone
                when gone.destroyed().kind() == KeyKind.CLIENT ->
                    update(
                            transaction,
                            "UPDATE retention.client SET keys_gone_at = ? WHERE client_id = ? AND ordered_by = ?",
                            sourced.recordedAt(),
                            sourced.entry().client().value(),
                            gone.order().value());
                case RetentionRunCompleted completed -> // what a hold kept may be ordered again
                    update(
                            transaction,
                            "UPDATE retention.client SET ordered_run = NULL, ordered_by = NULL"
                                    + " WHERE client_id = ? AND ordered_run = ? AND keys_gone_at IS NULL",
                            completed.client().value(),
                            completed.run().value());
                default -> {}
            }
        }
    }

    private static void insert(Connection transaction, RetentionScheduleSet set) throws SQLException {
        update(
                transaction,
                "INSERT INTO retention.schedule (client_id, version, effective_from, event_version, rules)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                set.client().value(),
                set.version(),
                set.effectiveFrom(),
                SET.version(),
                new String(EventJson.write(set), StandardCharsets.UTF_8));
    }

    private static void update(Connection transaction, String sql, Object... values) throws SQLException {
        Sql.on(transaction, sql).values(values).update();
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("TRUNCATE retention.client, retention.schedule");
        }
    }

    /// The rules in force for each client at an instant.
    public Map<ClientId, RetentionRules> rulesAt(Instant instant) throws SQLException {
        Map<ClientId, RetentionRules> rules = new HashMap<>();
        Sql.on(
                        dataSource,
                        "SELECT DISTINCT ON (client_id) client_id, event_version, rules FROM retention.schedule"
                                + " WHERE effective_from <= ? ORDER BY client_id, version DESC")
                .value(instant)
                .list(row -> rules.put(new ClientId(row.uuid(1)), rules(row.number(2), row.text(3))));
        return rules;
    }

    /// @param version that the event was written in
    private static RetentionRules rules(int version, String json) {
        EventTypes.WireType type = new EventTypes.WireType(SET.name(), version);
        RetentionScheduleSet set = (RetentionScheduleSet) EventJson.read(type, json.getBytes(StandardCharsets.UTF_8));
        return new RetentionRules(set.rules());
    }

    /// Clients that left before an instant and still have keys, as far as anybody ordered.
    public List<Left> left(Instant before) throws SQLException {
        return Sql.on(
                        dataSource,
                        "SELECT client_id, offboarded_at FROM retention.client WHERE offboarded_at < ?"
                                + " AND ordered_run IS NULL ORDER BY client_id")
                .value(before)
                .list(row -> new Left(new ClientId(row.uuid(1)), row.instant(2)));
    }
}
