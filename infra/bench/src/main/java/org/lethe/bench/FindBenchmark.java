package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;

/// Finding everything of one consumer in a log of 5,000,000 events against the same in a log of 50,000.
///
/// The consumer is looked for by email and has ten conversations of 20 messages. `find` is what a package
/// costs before it is written: all of it read and opened, each conversation's reading noted in the log.
/// `find/email` is the way from the email to the consumer and their contact data, which notes nothing.
final class FindBenchmark implements Benchmark {
    private static final int LARGE = 5_000_000;
    private static final int SMALL = 50_000;
    private static final int CONVERSATIONS = 10;
    private static final int MESSAGES = 20;
    private static final String EMAIL = "kim@example.com";
    private static final DataSubjects.Identifiers IDENTIFIERS = new DataSubjects.Identifiers(EMAIL, null, null);
    private static final DataSubjects.Reason REASON = new DataSubjects.Reason(
            TranscriptRead.FOR_REQUEST, null, ApiKeyId.random().toString());

    @Override
    public String name() {
        return "find";
    }

    @Override
    public String description() {
        return "finding everything of one consumer in a log of 5,000,000 events against a log of 50,000";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Logged large = logged(setting, LARGE);
                Logged small = logged(setting, SMALL)) {
            double[] rates = new Rounds(setting)
                    .medians(
                            name() + " (a minute)",
                            length -> 60 * ClosedLoop.rate(1, false, length, _ -> large.everything()),
                            length -> 60 * ClosedLoop.rate(1, false, length, _ -> small.everything()),
                            length -> 60 * ClosedLoop.rate(1, false, length, _ -> large.contacts()),
                            length -> 60 * ClosedLoop.rate(1, false, length, _ -> small.contacts()));
            String against = "a log of 50,000 events";
            return List.of(
                    Figure.atMost(name(), 60_000 / rates[0], "ms", against, 60_000 / rates[1], 1.5),
                    Figure.atMost(name() + "/email", 60_000 / rates[2], "ms", against, 60_000 / rates[3], 1.5));
        }
    }

    private Logged logged(Workload setting, int events) throws Exception {
        HikariDataSource database = setting.postgres().newDatabase();
        MadeUpLog.fill(database, setting.scaled(events), name(), setting);
        Bench bench = Bench.on(database);
        ClientId client = ClientId.random();
        ConsumerId consumer = bench.known(client, EMAIL);
        bench.fill(bench.open(client, consumer, CONVERSATIONS), MESSAGES, null);
        bench.settle();
        return new Logged(bench, client, bench.transcript().offered().get(DataSubjects.class));
    }

    private record Logged(Bench bench, ClientId client, DataSubjects subjects) implements AutoCloseable {
        void everything() {
            int[] messages = new int[1];
            subjects.read(client, consumer(), REASON, held -> messages[0] += held instanceof Held.Message ? 1 : 0);
            if (messages[0] != CONVERSATIONS * MESSAGES) {
                throw new IllegalStateException("found " + messages[0] + " messages");
            }
        }

        void contacts() {
            if (subjects.contacts(client, consumer()).isEmpty()) {
                throw new IllegalStateException("the contact was not found");
            }
        }

        private ConsumerId consumer() {
            return subjects.find(client, IDENTIFIERS, "/consumer").orElseThrow();
        }

        @Override
        public void close() {
            bench.close();
        }
    }
}
