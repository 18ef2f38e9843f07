package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.lethe.access.requests.RequestList;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Command;

/// The list of a client's requests that wait for a decision and are due within a week, among 1,000,000 requests of 100
/// clients, against one index scan of the same rows.
///
/// Ours is what the route does but for HTTP: it finds the rows of a page of 50, reads the steps of each
/// request from the log and works out how it stands and when it is due. Theirs fetches the same rows of the
/// view, every column, by an index that is made for that list alone and holds nothing else: it knows
/// nothing of the log.
final class DueBenchmark implements Benchmark {
    private static final int REQUESTS = 1_000_000;
    private static final int CLIENTS = 100;
    private static final int WAITING = 80; // of each client
    private static final int PAGE = 50;
    private static final Duration WEEK = Duration.ofDays(7);

    /// Answered ones of the last three years.
    private static final String ANSWERED = """
            INSERT INTO access.request (request_id, client_id, type, state, open, rule, received_at, due_at,
                                        operational_due_at, answered_at)
            SELECT gen_random_uuid(), client, 'access', 'fulfilled', FALSE, 'gdpr', due - interval '30 days', due,
                   due - interval '3 days', due - interval '10 days'
            FROM unnest(?::uuid[]) AS client, generate_series(1, ?) AS n,
                 LATERAL (SELECT ?::timestamptz - random() * interval '3 years' + 0 * n * interval '1 day' AS due) AS d""";

    private static final String WAITS = """
            INSERT INTO access.request (request_id, client_id, type, state, open, rule, received_at, due_at,
                                        operational_due_at)
            VALUES (?, ?, 'access', 'referred', TRUE, 'gdpr', ?, ?, ?)""";

    private static final String THEIR_INDEX =
            "CREATE INDEX bench_due ON access.request (client_id, due_at, request_id) WHERE state = 'referred'";
    private static final String SCAN = "SELECT * FROM access.request WHERE client_id = ? AND state = 'referred'"
            + " AND due_at < ? ORDER BY due_at, request_id LIMIT " + (PAGE + 1);

    private record Waiting(ClientId client, RequestId request, Instant receivedAt) implements Command<Referred> {}

    private record Referred(RequestId request) {}

    @Override
    public String name() {
        return "due";
    }

    @Override
    public String description() {
        return "list of a client's requests that are due this week among 1,000,000 against one index scan of the same rows";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService()) {
            Instant now = bench.clock.instant().truncatedTo(ChronoUnit.MILLIS);
            List<ClientId> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(ClientId.random());
            }
            waiting(bench, clients, now);
            answered(bench, clients, setting.scaled(REQUESTS) / CLIENTS, now);
            setting.progress().accept("due: %,d requests filled in".formatted(setting.scaled(REQUESTS)));
            Instant inAWeek = now.plus(WEEK);
            RequestList list = RequestList.on(bench.access().foundation());
            HikariDataSource dataSource = bench.dataSource;
            double[] rates = new Rounds(setting)
                    .medians(
                            name() + " (a minute)",
                            length -> 60
                                    * ClosedLoop.rate(
                                            1,
                                            false,
                                            length,
                                            _ -> check(list.referred(any(clients), inAWeek, PAGE + 1, now)
                                                    .size())),
                            length -> 60
                                    * ClosedLoop.rate(
                                            1, false, length, _ -> check(scan(dataSource, any(clients), inAWeek))));
            return List.of(Figure.atMost(
                    name(), 60_000 / rates[0], "ms", "one index scan of the same rows", 60_000 / rates[1], 5));
        }
    }

    private static ClientId any(List<ClientId> clients) {
        return clients.get(ThreadLocalRandom.current().nextInt(clients.size()));
    }

    private static void check(int rows) {
        if (rows != PAGE + 1) {
            throw new IllegalStateException("a page of " + rows + " requests");
        }
    }

    /// Requests that the log knows, with what an access request has behind it when it waits; due in an hour or more, an
    /// hour apart.
    private static void waiting(Bench bench, List<ClientId> clients, Instant now) throws SQLException {
        String by = ApiKeyId.random().toString();
        bench.commands.handle(Waiting.class, (command, decision) -> {
            ClientId client = command.client();
            RequestId request = command.request();
            decision.append(
                    client,
                    new RequestReceived(
                            request,
                            client,
                            ConsumerId.random(),
                            true,
                            RequestType.ACCESS,
                            "gdpr",
                            1,
                            "Europe/Berlin",
                            command.receivedAt(),
                            "mail",
                            null,
                            null,
                            by),
                    now);
            decision.append(client, new IdentityConfirmed(request, client, "attestation", by), now);
            decision.append(client, new RequestReferred(request, client), now);
            return new Referred(request);
        });
        try (Connection connection = bench.dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(WAITS)) {
            List<CompletableFuture<Referred>> sent = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                Instant due = now.plus(Duration.ofHours(i + 1L));
                Instant received = due.minus(Duration.ofDays(30));
                for (ClientId client : clients) {
                    Waiting one = new Waiting(client, RequestId.random(), received);
                    sent.add(bench.commands.send(one));
                    insert.setObject(1, one.request().value());
                    insert.setObject(2, client.value());
                    insert.setObject(3, received.atOffset(ZoneOffset.UTC));
                    insert.setObject(4, due.atOffset(ZoneOffset.UTC));
                    insert.setObject(5, due.minus(Duration.ofDays(2)).atOffset(ZoneOffset.UTC));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
            sent.forEach(CompletableFuture::join);
        }
    }

    private static void answered(Bench bench, List<ClientId> clients, int each, Instant now) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(ANSWERED);
                Statement statement = connection.createStatement()) {
            UUID[] ids = clients.stream().map(ClientId::value).toArray(UUID[]::new);
            insert.setArray(1, connection.createArrayOf("uuid", ids));
            insert.setInt(2, each);
            insert.setObject(3, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            statement.execute(THEIR_INDEX);
        }
        bench.settle();
    }

    private static int scan(HikariDataSource dataSource, ClientId client, Instant before) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SCAN)) {
            select.setObject(1, client.value());
            select.setObject(2, before.atOffset(ZoneOffset.UTC));
            int rows = 0;
            try (ResultSet result = select.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int column = 1; column <= columns; column++) {
                        result.getObject(column);
                    }
                    rows++;
                }
            }
            return rows;
        }
    }
}
