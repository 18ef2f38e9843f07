package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ClientRenamed;
import org.lethe.contracts.EventTag;
import org.lethe.testkit.PostgresForTests;

/// What one process refuses it refuses by what all have appended.
class RefusalIT {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);

    private final HikariDataSource dataSource = PostgresForTests.newDataSource();
    private final AtomicInteger decided = new AtomicInteger();
    private EventLog one;
    private EventLog other;

    private record Register(ClientId client) implements Command<String> {}

    private record Rename(ClientId client) implements Command<String> {}

    @BeforeEach
    void open() throws SQLException {
        EventLogSchema.SCHEMA.migrate(dataSource);
        one = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
        other = EventLog.open(dataSource, new EntryCodec(), EventLogSettings.defaults(), new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        dataSource.close();
    }

    private Commands commands(EventLog log) {
        Commands commands = new Commands(log, Runnable::run);
        commands.handle(Register.class, (command, decision) -> {
            decision.append(command.client(), new ClientRegistered(command.client(), "Acme", "eu"), AT);
            return "registered";
        });
        commands.handle(Rename.class, (command, decision) -> {
            decided.incrementAndGet();
            if (decision.source(Criteria.of(EventTag.CLIENT, command.client(), REGISTERED))
                    .isEmpty()) {
                throw new IllegalStateException("no such client");
            }
            decision.append(command.client(), new ClientRenamed(command.client(), "Acme Ltd"), AT);
            return "renamed";
        });
        return commands;
    }

    @Test
    void whatAnotherProcessJustWroteIsNotRefused() {
        Commands there = commands(one);
        Commands here = commands(other);
        for (int time = 0; time < 20; time++) {
            ClientId client = ClientId.random();
            assertThatIllegalStateException().isThrownBy(() -> here.sendAndWait(new Rename(client)));

            there.sendAndWait(new Register(client));

            assertThat(here.sendAndWait(new Rename(client))).isEqualTo("renamed");
        }
    }

    @Test
    void aRefusalStandsWhereNothingCame() {
        Commands here = commands(other);

        assertThatIllegalStateException().isThrownBy(() -> here.sendAndWait(new Rename(ClientId.random())));

        assertThat(decided).hasValue(1);
    }
}
