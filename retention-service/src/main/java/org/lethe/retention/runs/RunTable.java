package org.lethe.retention.runs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RunId;
import org.lethe.retention.certificates.Deeds;

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
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO retention.run (run_id, client_id, at, dry_run, asked_by, asked_at, state)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            bind(
                    insert,
                    run.id().value(),
                    run.client().map(ClientId::value).orElse(null),
                    run.at(),
                    run.dryRun(),
                    run.askedBy(),
                    run.askedAt(),
                    wireName(Run.State.ACCEPTED));
            insert.executeUpdate();
        }
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
        try (Connection connection = dataSource.getConnection();
                PreparedStatement begin = connection.prepareStatement("""
                        WITH started AS (UPDATE retention.run SET state = 'running'
                                         WHERE run_id = ? AND state = 'accepted' RETURNING run_id)
                        INSERT INTO retention.run_client (run_id, client_id, state)
                        SELECT run_id, client_id, 'running' FROM started, unnest(?::uuid[]) AS c (client_id)
                        ON CONFLICT DO NOTHING""")) {
            begin.setObject(1, run.value());
            begin.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", clients.stream().map(ClientId::value).toArray()));
            begin.executeUpdate();
        }
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
                        new ClientId(row.getObject(1, UUID.class)),
                        row.getString(2).equals("completed"),
                        row.getString(3),
                        row.getBoolean(4),
                        instant(row, 5)),
                run.value());
    }

    Optional<byte[]> certificate(RunId run, ClientId client) throws SQLException {
        return query(
                        "SELECT certificate FROM retention.run_client WHERE run_id = ? AND client_id = ?"
                                + " AND certificate IS NOT NULL",
                        row -> row.getBytes(1),
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
        try (PreparedStatement update = transaction.prepareStatement(
                "UPDATE retention.run_client SET state = 'completed', report = ?, certificate = ?, completed_at = ?"
                        + " WHERE run_id = ? AND client_id = ? AND state <> 'completed'")) {
            bind(update, report, certificate, at, run.value(), client.value());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("this run of the client is completed");
            }
        }
    }

    /// Claims a client's own keys for a run in the transaction that orders them to go.
    ///
    /// @throws IllegalStateException if another run did so before: the append fails then
    static void claimClient(Connection transaction, RunId run, ClientId client) throws SQLException {
        try (PreparedStatement claim =
                transaction.prepareStatement("UPDATE retention.client SET ordered_run = ? WHERE client_id = ?"
                        + " AND (ordered_run IS NULL OR ordered_run = ?)")) {
            bind(claim, run.value(), client.value(), run.value());
            if (claim.executeUpdate() != 1) {
                throw new IllegalStateException("another run ordered the client's keys to go");
            }
        }
    }

    List<Deeds.Order> orders(RunId run, ClientId client) throws SQLException {
        return query(
                "SELECT order_id, schedule_version, whole_client, buckets, position, log_index, ordered_at"
                        + " FROM retention.expiry_order WHERE run_id = ? AND client_id = ? ORDER BY position",
                row -> new Deeds.Order(
                        new EventId(row.getObject(1, UUID.class)),
                        row.getInt(2),
                        row.getBoolean(3),
                        row.getInt(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getObject(7, OffsetDateTime.class).toInstant()),
                run.value(),
                client.value());
    }

    /// How many buckets went by a run's orders, so far.
    int destroyed(RunId run, ClientId client) throws SQLException {
        return query(
                        "SELECT count(*) FROM retention.expiry_order o JOIN retention.bucket b"
                                + " ON b.destroyed_order = o.order_id WHERE o.run_id = ? AND o.client_id = ?",
                        row -> row.getInt(1),
                        run.value(),
                        client.value())
                .getFirst();
    }

    List<Deeds.ClientKey> clientKeys(RunId run, ClientId client) throws SQLException {
        return query(
                "SELECT k.fingerprint, k.destroyed_at, k.position, k.log_index FROM retention.expiry_order o"
                        + " JOIN retention.destroyed_client_key k USING (order_id)"
                        + " WHERE o.run_id = ? AND o.client_id = ? ORDER BY k.position",
                row -> new Deeds.ClientKey(
                        row.getString(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getLong(3),
                        row.getLong(4)),
                run.value(),
                client.value());
    }

    /// The run that ordered the client's own keys to go.
    Optional<RunId> clientOrderedBy(ClientId client) throws SQLException {
        return query(
                        "SELECT ordered_run FROM retention.client WHERE client_id = ? AND ordered_run IS NOT NULL",
                        row -> new RunId(row.getObject(1, UUID.class)),
                        client.value())
                .stream()
                .findFirst();
    }

    private List<Run> runs(String sql, Object... values) throws SQLException {
        return query(
                sql,
                row -> new Run(
                        row.getLong(1),
                        new RunId(row.getObject(2, UUID.class)),
                        Optional.ofNullable(row.getObject(3, UUID.class)).map(ClientId::new),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getBoolean(5),
                        row.getString(6),
                        row.getObject(7, OffsetDateTime.class).toInstant(),
                        Run.State.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                        Optional.ofNullable(instant(row, 9))),
                values);
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, values);
            try (ResultSet rows = select.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reading.read(rows));
                }
                return read;
            }
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            bind(update, values);
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static String wireName(Run.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
