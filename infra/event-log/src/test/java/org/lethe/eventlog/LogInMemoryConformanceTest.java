package org.lethe.eventlog;

import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.StorageEngineTestSuite;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;

/// Axon's own suite for storage engines, as the log on PostgreSQL passes it.
class LogInMemoryConformanceTest extends StorageEngineTestSuite<LogInMemory> {

    @Override
    protected LogInMemory buildStorageEngine() {
        return new LogInMemory();
    }

    @Override
    protected ProcessingContext processingContext() {
        return new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create()
                .executeWithResult(CompletableFuture::completedFuture)
                .join();
    }
}
