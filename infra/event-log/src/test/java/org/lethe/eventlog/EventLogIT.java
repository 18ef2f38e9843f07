package org.lethe.eventlog;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.lethe.testkit.PostgresForTests;

class EventLogIT extends LogSuite<EventLog> {
    private static HikariDataSource dataSource;
    private static EventLog log;

    @BeforeAll
    static void open() {
        dataSource = PostgresForTests.newDataSource();
        EventLogSchema.SCHEMA.migrate(dataSource);
        log = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        log.close();
        dataSource.close();
    }

    @Override
    EventLog log() {
        return log;
    }
}
