package org.lethe.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.eventlog.Criteria;

/// Placing a hold on 200 people with 100,000 conversations and releasing it again, by HTTP and until its key is gone,
/// against reading from the log the names of what it covers: whose conversations there are, and of each the days that
/// something of it lies on.
///
/// Theirs reads in pieces of 500 conversations, on one connection, and keeps what it read as text: no statement is
/// faster over all at once. It decides nothing, and looks for nothing that was destroyed.
final class HoldBenchmark implements Benchmark {
    private static final int DAYS = 100;
    private static final int TOGETHER = 500;
    private static final long LOOK_NANOS = 1_000_000;
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final Criteria.Types DESTROYED = Criteria.types(KeyDestroyed.class);

    private static final String CONVERSATIONS =
            "SELECT facts ->> 'conversation' FROM event_log.event" + " WHERE tags && ? AND type = ANY(?)";
    private static final String DAYS_OF = "SELECT facts ->> 'conversation', facts ->> 'channel', facts ->> 'sent_at'"
            + " FROM event_log.event WHERE tags && ? AND type = ANY(?)";

    @Override
    public String name() {
        return "hold";
    }

    @Override
    public String description() {
        return "placing and releasing a hold on 200 people with 100,000 conversations against reading their names";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (HttpService service = new HttpService(setting.newService())) {
            service.bench.retention().start();
            LocalDate today = LocalDate.ofInstant(service.bench.clock.instant(), ZoneOffset.UTC);
            HeldPeople people = new HeldPeople(
                    setting.scaled(HeldPeople.CONVERSATIONS, HeldPeople.PEOPLE), DAYS, today.minusDays(1));
            for (Dialogues.Text text : people.ndjson()) {
                BulkBenchmark.importAll(service, text);
            }
            List<String> ids = new ArrayList<>();
            for (String email : people.emails()) {
                ids.add(service.consumer(email));
            }
            setting.progress().accept("hold: %,d conversations in".formatted(people.conversations()));
            service.bench.settle();
            for (int round = 0; round <= setting.rounds(); round++) {
                double read = millis(() -> readNames(service.bench, ids, people.conversations()));
                double held = millis(() -> placeAndRelease(service, ids));
                setting.progress()
                        .accept("hold round %d of %d: %,.0f / %,.0f ms%s"
                                .formatted(round, setting.rounds(), held, read, round == 0 ? " (warm-up)" : ""));
                if (round > 0) {
                    ours.add(held);
                    theirs.add(read);
                }
            }
        }
        return List.of(Figure.atMost(
                name(), Rounds.median(ours), "ms", "reading the names it covers", Rounds.median(theirs), 5));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private static double millis(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void placeAndRelease(HttpService service, List<String> consumerIds) throws IOException {
        String holds = service.clientPath() + "/legal-holds";
        String hold =
                service.post(holds, HeldPeople.hold(consumerIds)).get("hold_id").asString();
        service.post(holds + "/" + hold + "/release", "{}");
        long start = System.nanoTime();
        while (service.bench
                .log
                .lookUp(Criteria.of(EventTag.HOLD, HoldId.parse(hold), DESTROYED))
                .isEmpty()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new IllegalStateException("a hold was released and its key stayed");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void readNames(Bench bench, List<String> consumers, int conversations) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection()) {
            List<String> names = read(
                    connection,
                    CONVERSATIONS,
                    EventTag.CONSUMER,
                    consumers,
                    EventTypes.names(ConversationOpened.class));
            if (names.size() != conversations) {
                throw new IllegalStateException(
                        "of " + conversations + " conversations " + names.size() + " were read");
            }
            List<String> content = EventTypes.names(ContentEvent.OfConversation.class);
            for (int from = 0; from < names.size(); from += TOGETHER) {
                List<String> some = names.subList(from, Math.min(names.size(), from + TOGETHER));
                if (read(connection, DAYS_OF, EventTag.CONVERSATION, some, content)
                                .size()
                        < some.size()) {
                    throw new IllegalStateException("conversations without content were read");
                }
            }
        }
    }

    /// @return what the first column says
    private static List<String> read(
            Connection connection, String sql, String key, List<String> ids, List<String> types) throws SQLException {
        List<String> read = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Stream<String> tags = ids.stream().map(id -> key + "=" + id);
            statement.setArray(1, connection.createArrayOf("text", tags.toArray()));
            statement.setArray(2, connection.createArrayOf("text", types.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 2; column <= columns; column++) {
                        Objects.requireNonNull(rows.getString(column));
                    }
                    read.add(rows.getString(1));
                }
            }
        }
        return read;
    }
}
