package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ClientRenamed;
import org.lethe.contracts.Event;
import org.lethe.testkit.PostgresForTests;

/// A view follows the log, and comes out the same however often it is made.
class FollowerIT {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofSeconds(10); // sooner than Axon by itself: 12 s

    private final HikariDataSource dataSource = PostgresForTests.newDataSource();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Names view = new Names();
    private EventLog log;
    private Commands commands;

    record Rename(ClientId client, String name) implements Command<String> {}

    record Register(ClientId client) implements Command<String> {}

    /// A row for each client, and how often its name changed: seeing an event twice would show.
    private static final class Names implements View {
        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicBoolean failing = new AtomicBoolean();
        private final AtomicBoolean blocked = new AtomicBoolean();

        @Override
        public String name() {
            return "names";
        }

        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(ClientRenamed.class);
        }

        @Override
        public void apply(List<Decision.Sourced> events, Connection transaction) throws SQLException {
            if (blocked.get()) {
                throw new SQLException("blocked");
            }
            try (PreparedStatement insert =
                    transaction.prepareStatement("INSERT INTO names (client, name, position) VALUES (?, ?, ?)")) {
                for (Decision.Sourced sourced : events) {
                    ClientRenamed renamed = (ClientRenamed) sourced.event();
                    insert.setObject(1, renamed.client().value());
                    insert.setString(2, renamed.name());
                    insert.setLong(3, sourced.position().position());
                    insert.executeUpdate();
                }
            }
            batches.incrementAndGet();
            if (failing.getAndSet(false)) {
                throw new SQLException("after half of the work");
            }
        }

        @Override
        public void clear(Connection transaction) throws SQLException {
            try (Statement statement = transaction.createStatement()) {
                statement.execute("TRUNCATE names");
            }
        }
    }

    @BeforeEach
    void open() throws SQLException {
        EventLogSchema.SCHEMA.migrate(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE names (client uuid, name text, position bigint PRIMARY KEY)");
            statement.execute("CREATE TABLE token_entry (processorName text NOT NULL, segment integer NOT NULL,"
                    + " mask integer NOT NULL, token bytea, tokenType text, timestamp text, owner text,"
                    + " PRIMARY KEY (processorName, segment))");
        }
        log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        commands = new Commands(log, Runnable::run);
        commands.handle(Rename.class, (Rename command, Decision decision) -> {
            decision.append(command.client(), new ClientRenamed(command.client(), command.name()), AT);
            return "done";
        });
        commands.handle(Register.class, (Register command, Decision decision) -> {
            decision.append(command.client(), new ClientRegistered(command.client(), "n", "eu"), AT);
            return "done";
        });
    }

    @AfterEach
    void close() {
        log.close();
        dataSource.close();
    }

    private Follower follower() {
        Follower follower = new Follower(view, log, commands.store(), dataSource, "token_entry", meters);
        follower.start();
        return follower;
    }

    private void rename(int times) {
        ClientId client = ClientId.random();
        for (int i = 0; i < times; i++) {
            commands.sendAndWait(new Rename(client, "n" + i));
            commands.sendAndWait(new Register(client)); // passed over
        }
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT position || ' ' || name FROM names ORDER BY 1")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @Test
    void aReplayFromTheStartGivesTheSameView() {
        // given
        try (Follower follower = follower()) {
            rename(60);
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();
            List<String> first = rows();

            // when
            follower.replay();
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();

            // then
            assertThat(rows()).hasSize(60).isEqualTo(first);
        }
    }

    @Test
    void goesOnFromItsTokenAfterARestart() {
        // given
        try (Follower before = follower()) {
            rename(20);
            assertThat(before.awaitCaughtUp(SOON)).isTrue();
        }
        int batches = view.batches.get();
        rename(5);

        // when
        try (Follower after = follower()) {
            rename(5);

            // then: an event seen twice would break the table's key
            Awaitility.await().atMost(SOON).until(() -> rows().size() == 30);
            assertThat(after.awaitCaughtUp(SOON)).isTrue();
            assertThat(view.batches.get()).isGreaterThan(batches);
        }
    }

    @Test
    void isBehindAfterARestartUntilItHasWhatStoodInTheLog() {
        // given: events that came before this process, and a view that can't be written
        try (Follower before = follower()) {
            rename(3);
            assertThat(before.awaitCaughtUp(SOON)).isTrue();
        }
        rename(4);
        log.close();
        log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), meters);
        Commands reopened = new Commands(log, Runnable::run);
        view.blocked.set(true);
        MeterRegistry own = new SimpleMeterRegistry();
        try (Follower after = new Follower(view, log, reopened.store(), dataSource, "token_entry", own)) {
            after.start();

            // then
            assertThat(after.awaitCaughtUp(Duration.ofMillis(500))).isFalse();
            assertThat(after.hasCaughtUp()).isFalse();
            assertThat(own.get("lethe.view.lag").gauge().value()).isPositive();

            // when
            view.blocked.set(false);

            // then
            assertThat(after.awaitCaughtUp(SOON)).isTrue();
            assertThat(after.hasCaughtUp()).isTrue();
            assertThat(own.get("lethe.view.lag").gauge().value()).isZero();
            assertThat(rows()).hasSize(7);
        }
    }

    @Test
    void goesOnWhenTheDatabaseIsBackAfterNoTransactionCouldBegin() {
        // given
        AtomicBoolean away = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        DataSource views = (DataSource) Proxy.newProxyInstance(
                FollowerIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        refused.incrementAndGet();
                        throw new SQLTransientConnectionException("away");
                    }
                    return method.invoke(dataSource, arguments);
                });
        try (Follower follower = new Follower(view, log, commands.store(), views, "token_entry", meters)) {
            follower.start();
            rename(1);
            Awaitility.await().atMost(SOON).until(() -> rows().size() == 1);

            // when
            away.set(true);
            rename(1);
            Awaitility.await().atMost(SOON).until(() -> refused.get() > 2);
            away.set(false);

            // then
            Awaitility.await().atMost(SOON).until(() -> rows().size() == 2);
        }
    }

    @Test
    void aBatchThatFailsLeavesNothingAndIsTakenAgain() {
        // given
        try (Follower follower = follower()) {
            rename(3);
            assertThat(follower.awaitCaughtUp(SOON)).isTrue();

            // when
            view.failing.set(true);
            rename(3);

            // then
            Awaitility.await().atMost(AGAIN).until(() -> rows().size() == 6);
        }
    }
}
