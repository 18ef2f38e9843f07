package org.lethe.eventlog;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.axonframework.eventsourcing.eventstore.StorageEngineTestSuite;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.junit.jupiter.api.AfterAll;
import org.lethe.testkit.PostgresForTests;

/// Axon's own suite for storage engines, unchanged, on real PostgreSQL.
class EventLogConformanceIT extends StorageEngineTestSuite<EventLog> {
    private final HikariDataSource dataSource = PostgresForTests.newDataSource();

    @Override
    protected EventLog buildStorageEngine() {
        EventLogSchema.SCHEMA.migrate(dataSource);
        return EventLog.open(dataSource, new TextCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
    }

    @Override
    protected ProcessingContext processingContext() {
        return new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create()
                .executeWithResult(context -> java.util.concurrent.CompletableFuture.completedFuture(context))
                .join();
    }

    @AfterAll
    void close() {
        testSubject.close();
        dataSource.close();
    }
}
