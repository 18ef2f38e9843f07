package org.lethe.eventlog;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.testkit.PostgresForTests;

/// A second process that appends to a log: contends for the same boundaries as others, and says how many it won.
final class AppendingProcess {
    private AppendingProcess() {}

    public static void main(String[] arguments) {
        try (HikariDataSource dataSource = PostgresForTests.dataSource(arguments[0]);
                EventLog log = EventLog.open(
                        dataSource, new NoteCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry())) {
            System.out.println("won " + contend(log, UUID.fromString(arguments[1]), Integer.parseInt(arguments[2])));
        }
    }

    /// Wants each boundary, and appends one event beside it that nobody contends for.
    ///
    /// @return how many boundaries were won
    static int contend(EventLog log, UUID client, int boundaries) {
        List<CompletableFuture<Long>> contended = new ArrayList<>();
        List<CompletableFuture<Long>> free = new ArrayList<>();
        for (int i = 0; i < boundaries; i++) {
            Tag boundary = new Tag("boundary", "b" + i);
            contended.add(LogFixture.append(
                    log,
                    LogFixture.unless(EventCriteria.havingTags(Set.of(boundary)), 0),
                    LogFixture.note(client, "{}", boundary)));
            free.add(LogFixture.append(
                    log,
                    LogFixture.unless(EventCriteria.havingTags(Set.of(new Tag("own", client + "-" + i))), 0),
                    LogFixture.note(client, "{}", new Tag("own", client + "-" + i))));
            if (i % 20 == 0) {
                LogFixture.outcome(free.getLast());
            }
        }
        free.forEach(append -> {
            if (!LogFixture.won(append)) {
                throw new AssertionError("refused for something that nobody else did");
            }
        });
        return (int) contended.stream().filter(LogFixture::won).count();
    }
}
