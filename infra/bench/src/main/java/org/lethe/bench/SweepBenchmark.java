package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.DueDates;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Followers;
import org.lethe.retention.runs.Sweep;
import org.lethe.retention.schedules.ScheduleView;

/// Deciding what is due among 10,000 clients of 400 days each against one index scan of the same 4,000,000 buckets.
///
/// Ours is what the hourly sweep does to decide. `sweep` is its hour at noon UTC, when one more day of each client is
/// due; in `sweep/all` all 400 are. A client in a hundred has a hold. Theirs is an index-only scan in one process that
/// compares each day with one date and counts: it knows no schedules and no holds, and one row leaves the database.
final class SweepBenchmark implements Benchmark {
    private static final int CLIENTS = 10_000;
    private static final int DAYS = 400;
    private static final int DAYS_A_STEP = 20;
    private static final int HOLD_EVERY = 100;
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);
    private static final List<Period> PERIODS =
            List.of(Period.ofDays(DAYS), Period.ofMonths(13), Period.ofYears(1), Period.ofWeeks(57));

    /// Day after day, as they come in reality: a client's days lie far from one another.
    private static final String BUCKETS = """
            INSERT INTO retention.bucket (client_id, category, channel, day, contents, bytes)
            SELECT c.client_id, 'messages', 'web', c.first + d, 100, 22100
            FROM generate_series(?, ?) AS d, unnest(?::uuid[], ?::date[]) AS c (client_id, first)""";

    private static final String SERIES = "INSERT INTO retention.series (client_id, category, channel)"
            + " SELECT DISTINCT client_id, category, channel FROM retention.bucket";

    private static final String SCAN =
            "SELECT count(*) FILTER (WHERE day <= '%s') FROM retention.bucket" + " WHERE destroyed_at IS NULL";
    private static final String ONE_INDEX_SCAN =
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET max_parallel_workers_per_gather = 0";

    private record Registration(ClientId client, Period period, boolean held, Instant at)
            implements Command<Registered> {}

    private record Registered(ClientId client) {}

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "deciding what is due for 10,000 clients with 400 days each against one index scan of the same buckets";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService()) {
            Instant noon = LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC)
                    .atTime(12, 0)
                    .toInstant(ZoneOffset.UTC);
            int clients = setting.scaled(CLIENTS);
            fill(bench, register(bench, clients), noon, setting);
            HikariDataSource dataSource = bench.dataSource;
            Sweep sweep = new Sweep(bench.retention().foundation());
            Instant later = noon.plus(Duration.ofDays(2 * DAYS));
            double[] rates;
            try (Connection scanning = dataSource.getConnection()) {
                prepareScan(scanning, noon);
                rates = new Rounds(setting)
                        .medians(
                                name() + " (a minute)",
                                length -> 60 * ClosedLoop.rate(1, false, length, _ -> decide(sweep, noon, clients)),
                                length -> 60 * ClosedLoop.rate(1, false, length, _ -> scan(scanning, noon)),
                                length -> 60 * ClosedLoop.rate(1, false, length, _ -> decide(sweep, later, clients)));
            }
            double scan = millis(rates[1]);
            String against = "one index scan of the buckets";
            return List.of(
                    Figure.atMost(name(), millis(rates[0]), "ms", against, scan, 3),
                    Figure.atMost(name() + "/all", millis(rates[2]), "ms", against, scan, 3));
        }
    }

    private static double millis(double aMinute) {
        return 60_000 / aMinute;
    }

    /// Clients with their schedules, and holds of people for some of them, as the log and the view have them.
    private static List<Registration> register(Bench bench, int clients) throws Exception {
        bench.commands.handle(Registration.class, (command, decision) -> {
            ClientId client = command.client();
            decision.append(client, new ClientRegistered(client, "bench", "local"), command.at());
            List<RetentionRule> rules = List.of(new RetentionRule(RetentionRule.DEFAULT, null, command.period()));
            decision.append(client, new RetentionScheduleSet(client, 1, rules, command.at(), "bench"), command.at());
            if (command.held()) {
                HoldScope scope = new HoldScope(List.of(ConsumerId.random()), List.of(), null, null, null, false);
                decision.append(client, new LegalHoldPlaced(HoldId.random(), client, scope, 0, "bench"), command.at());
            }
            return new Registered(client);
        });
        Instant yesterday = bench.clock.instant().minus(Duration.ofDays(1));
        List<Registration> all = IntStream.range(0, clients)
                .mapToObj(i -> new Registration(
                        ClientId.random(), PERIODS.get(i % PERIODS.size()), i % HOLD_EVERY == 0, yesterday))
                .toList();
        List<CompletableFuture<Registered>> sent = new ArrayList<>();
        all.forEach(one -> sent.add(bench.commands.send(one)));
        sent.forEach(CompletableFuture::join);
        try (Followers followers = new Followers(
                bench.log,
                bench.commands.store(),
                bench.dataSource,
                "retention.token_entry",
                new SimpleMeterRegistry())) {
            var follower = followers.add(new ScheduleView(bench.dataSource));
            followers.start();
            if (!follower.awaitCaughtUp(CAUGHT_UP_WITHIN)) {
                throw new IllegalStateException("the view of clients did not take them in");
            }
        }
        return all;
    }

    /// 400 days of each client, of which the oldest is due at that noon.
    private static void fill(Bench bench, List<Registration> clients, Instant noon, Workload setting)
            throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(BUCKETS);
                Statement statement = connection.createStatement()) {
            for (int day = 0; day < DAYS; day += DAYS_A_STEP) {
                insert.setInt(1, day);
                insert.setInt(2, day + DAYS_A_STEP - 1);
                insert.setArray(
                        3,
                        connection.createArrayOf(
                                "uuid",
                                clients.stream()
                                        .map(one -> one.client().value())
                                        .toArray()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "date",
                                clients.stream()
                                        .map(one -> DueDates.lastDueDay(noon, one.period())
                                                .toString())
                                        .toArray()));
                int added = insert.executeUpdate();
                setting.progress().accept("sweep: %,d buckets of days %d and on".formatted(added, day));
            }
            statement.execute(SERIES);
        }
        bench.settle();
    }

    private static void decide(Sweep sweep, Instant at, int clients) throws SQLException {
        int found = sweep.orderable(at).size();
        if (found != clients) {
            throw new IllegalStateException("of " + clients + " clients " + found + " were found");
        }
    }

    private static void prepareScan(Connection connection, Instant noon) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ONE_INDEX_SCAN);
            try (ResultSet plan = statement.executeQuery("EXPLAIN " + scan(noon))) {
                StringBuilder lines = new StringBuilder();
                while (plan.next()) {
                    lines.append(plan.getString(1)).append('\n');
                }
                if (!lines.toString().contains("Index Only Scan")) {
                    throw new IllegalStateException("the other side is no index scan:\n" + lines);
                }
            }
        }
    }

    private static void scan(Connection connection, Instant noon) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet due = statement.executeQuery(scan(noon))) {
            due.next();
        }
    }

    private static String scan(Instant noon) {
        return SCAN.formatted(LocalDate.ofInstant(noon, ZoneOffset.UTC).minusDays(DAYS));
    }
}
