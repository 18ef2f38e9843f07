package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Those who read much leave connections to those who decide.
class LongReadsIT {
    private static final Tag TAG = new Tag("conversation", "1");
    private static final int CONNECTIONS = 8; // the writer's, the listener's, four for reading much, two for decisions

    private final LogFixture fixture = new LogFixture();
    private final HikariDataSource few = new HikariDataSource(few(fixture.dataSource));
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final CountDownLatch done = new CountDownLatch(1);

    private static HikariConfig few(HikariDataSource like) {
        HikariConfig config = new HikariConfig();
        like.copyStateTo(config);
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    @AfterEach
    void close() throws InterruptedException {
        done.countDown();
        readers.shutdown();
        assertThat(readers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        few.close();
        fixture.close();
    }

    @Test
    void aDecisionFindsAConnectionWhileManyRead() throws Exception {
        // given
        EventLog log = EventLog.open(few, new NoteCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
        LogFixture.append(log, AppendCondition.none(), LogFixture.note(TAG)).get(30, TimeUnit.SECONDS);
        CountDownLatch reading = new CountDownLatch(EventLogSettings.defaults().maxLongReads());
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            CompletableFuture.runAsync(
                    () -> log.readHeads(TAG, List.of(LogFixture.TYPE), _ -> {
                        reading.countDown();
                        awaitQuietly(done);
                    }),
                    readers);
        }
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        // when
        List<Decision.Sourced> sourced = log.lookUp(EventCriteria.havingTags(new Tag("conversation", "another"))
                .andBeingOneOfTypes(new QualifiedName(LogFixture.TYPE)));

        // then
        assertThat(sourced).isEmpty();
        done.countDown();
        log.close();
    }

    @Test
    void whoReadsMuchWaitsForItsTurnAndNoLonger() {
        LongReads one = new LongReads(few, 1, Duration.ofMillis(1));

        one.read(connection -> {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> CompletableFuture.supplyAsync(() -> one.read(_ -> 1), readers)
                            .join())
                    .withCauseInstanceOf(EventLogUnavailableException.class);
            return connection;
        });

        assertThat(one.<Integer>read(_ -> 2)).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
