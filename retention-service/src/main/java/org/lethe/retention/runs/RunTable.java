package org.lethe.retention.runs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RunId;
import org.lethe.retention.certificates.Deeds;
import org.lethe.sql.Sql;

/// Runs and what became of each client in them.
final class RunTable {
    private static final String RUN = "SELECT number, run_id, client_id, at, dry_run, asked_by, asked_at, state,"
            + " finished_at FROM retention.run ";

    private final DataSource dataSource;

    RunTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// One client of a run.
    record ClientRun(
            ClientId client,
            boolean completed,
            @Nullable String report,
            boolean certified,
            @Nullable Instant completedAt) {}

    void insert(Run run) throws SQLException {
        update(
                "INSERT INTO retention.run (run_id, client_id, at, dry_run, asked_by, asked_at, state)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO NOTHING",
                run.id().value(),
                run.client().map(ClientId::value).orElse(null),
                run.at(),
                run.dryRun(),
                run.askedBy(),
                run.askedAt(),
                wireName(Run.State.ACCEPTED));
    }

    Optional<Run> find(RunId id) throws SQLException {
        return runs(RUN + "WHERE run_id = ?", id.value()).stream().findFirst();
    }

    /// Those that are not completed, the oldest first.
    List<Run> unfinished() throws SQLException {
        return runs(RUN + "WHERE state <> 'completed' ORDER BY number");
    }

    /// The newest first.
    ///
    /// @param only the one client whose runs may be seen
    List<Run> list(Optional<ClientId> only, long before, int limit) throws SQLException {
        return only.isEmpty()
                ? runs(RUN + "WHERE number < ? ORDER BY number DESC LIMIT ?", before, limit)
                : runs(
                        RUN + "WHERE number < ? AND (client_id = ? OR run_id IN (SELECT run_id FROM"
                                + " retention.run_client WHERE client_id = ?)) ORDER BY number DESC LIMIT ?",
                        before,
                        only.get().value(),
                        only.get().value(),
                        limit);
    }

    /// Starts a run of these clients; again, it changes nothing.
    void begin(RunId run, Collection<ClientId> clients) throws SQLException {
        Sql.on(dataSource, """
                WITH started AS (UPDATE retention.run SET state = 'running'
                                 WHERE run_id = ? AND state = 'accepted' RETURNING run_id)
                INSERT INTO retention.run_client (run_id, client_id, state)
                SELECT run_id, client_id, 'running' FROM started, unnest(?::uuid[]) AS c (client_id)
                ON CONFLICT DO NOTHING""")
                .value(run.value())
                .array("uuid", clients, ClientId::value)
                .update();
    }

    void finish(RunId run, Instant at) throws SQLException {
        update(
                "UPDATE retention.run SET state = 'completed', finished_at = ? WHERE run_id = ? AND state <> 'completed'",
                at,
                run.value());
    }

    List<ClientRun> clients(RunId run) throws SQLException {
        return query(
                "SELECT client_id, state, report, certificate IS NOT NULL, completed_at FROM retention.run_client"
                        + " WHERE run_id = ? ORDER BY client_id",
                row -> new ClientRun(
                        new ClientId(row.uuid(1)),
                        row.text(2).equals("completed"),
                        row.textIfAny(3).orElse(null),
                        row.is(4),
                        row.instantIfAny(5).orElse(null)),
                run.value());
    }

    Optional<byte[]> certificate(RunId run, ClientId client) throws SQLException {
        return query(
                        "SELECT certificate FROM retention.run_client WHERE run_id = ? AND client_id = ?"
                                + " AND certificate IS NOT NULL",
                        row -> row.bytes(1),
                        run.value(),
                        client.value())
                .stream()
                .findFirst();
    }

    /// Ends a client's part without an event: nothing went.
    void complete(RunId run, ClientId client, String report, Instant at) throws SQLException {
        update(
                "UPDATE retention.run_client SET state = 'completed', report = ?, completed_at = ?"
                        + " WHERE run_id = ? AND client_id = ? AND state <> 'completed'",
                report,
                at,
                run.value(),
                client.value());
    }

    /// Ends a client's part in the transaction that says so.
    ///
    /// @throws IllegalStateException if somebody did so before: the append fails then
    static void complete(
            Connection transaction, RunId run, ClientId client, String report, byte[] certificate, Instant at)
            throws SQLException {
        int changed = Sql.on(
                        transaction,
                        "UPDATE retention.run_client SET state = 'completed', report = ?, certificate = ?, completed_at = ?"
                                + " WHERE run_id = ? AND client_id = ? AND state <> 'completed'")
                .values(report, certificate, at, run.value(), client.value())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("this run of the client is completed");
        }
    }

    /// Claims a client's own keys for a run in the transaction that orders them to go.
    ///
    /// @throws IllegalStateException if another run did so before: the append fails then
    static void claimClient(Connection transaction, RunId run, ClientId client) throws SQLException {
        int changed = Sql.on(
                        transaction,
                        "UPDATE retention.client SET ordered_run = ? WHERE client_id = ?"
                                + " AND (ordered_run IS NULL OR ordered_run = ?)")
                .values(run.value(), client.value(), run.value())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("another run ordered the client's keys to go");
        }
    }

    List<Deeds.Order> orders(RunId run, ClientId client) throws SQLException {
        return query(
                "SELECT order_id, schedule_version, whole_client, buckets, position, log_index, ordered_at"
                        + " FROM retention.expiry_order WHERE run_id = ? AND client_id = ? ORDER BY position",
                row -> new Deeds.Order(
                        new EventId(row.uuid(1)),
                        row.number(2),
                        row.is(3),
                        row.number(4),
                        row.whole(5),
                        row.whole(6),
                        row.instant(7)),
                run.value(),
                client.value());
    }

    /// How many buckets went by a run's orders, so far.
    int destroyed(RunId run, ClientId client) throws SQLException {
        return query(
                        "SELECT count(*) FROM retention.expiry_order o JOIN retention.bucket b"
                                + " ON b.destroyed_order = o.order_id WHERE o.run_id = ? AND o.client_id = ?",
                        row -> row.number(1),
                        run.value(),
                        client.value())
                .getFirst();
    }

    List<Deeds.ClientKey> clientKeys(RunId run, ClientId client) throws SQLException {
        return query(
                "SELECT k.fingerprint, k.destroyed_at, k.position, k.log_index FROM retention.expiry_order o"
                        + " JOIN retention.destroyed_client_key k USING (order_id)"
                        + " WHERE o.run_id = ? AND o.client_id = ? ORDER BY k.position",
                row -> new Deeds.ClientKey(row.textIfAny(1).orElse(null), row.instant(2), row.whole(3), row.whole(4)),
                run.value(),
                client.value());
    }

    /// The run that ordered the client's own keys to go.
    Optional<RunId> clientOrderedBy(ClientId client) throws SQLException {
        return query(
                        "SELECT ordered_run FROM retention.client WHERE client_id = ? AND ordered_run IS NOT NULL",
                        row -> new RunId(row.uuid(1)),
                        client.value())
                .stream()
                .findFirst();
    }

    private List<Run> runs(String sql, Object... values) throws SQLException {
        return query(
                sql,
                row -> new Run(
                        row.whole(1),
                        new RunId(row.uuid(2)),
                        row.uuidIfAny(3).map(ClientId::new),
                        row.instant(4),
                        row.is(5),
                        row.text(6),
                        row.instant(7),
                        Run.State.valueOf(row.text(8).toUpperCase(Locale.ROOT)),
                        row.instantIfAny(9)),
                values);
    }

    private <T> List<T> query(String sql, Sql.Reading<T> reading, Object... values) throws SQLException {
        return Sql.on(dataSource, sql).values(values).list(reading);
    }

    private void update(String sql, @Nullable Object... values) throws SQLException {
        Sql.on(dataSource, sql).values(values).update();
    }

    static String wireName(Run.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
