package org.lethe.retention.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.UnknownEventTypeException;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.retention.RetentionService;
import org.lethe.sql.Sql;
import org.lethe.testkit.PostgresForTests;

/// What the view stores is read as it was written, whichever version wrote it.
class ScheduleViewIT {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final List<RetentionRule> RULES =
            List.of(new RetentionRule(RetentionRule.DEFAULT, null, Period.ofMonths(13)));

    private final HikariDataSource dataSource = PostgresForTests.newDataSource();
    private final ScheduleView view = new ScheduleView(dataSource);
    private final ClientId client = ClientId.random();
    private final RetentionScheduleSet set = new RetentionScheduleSet(client, 1, RULES, AT, "somebody");

    @BeforeEach
    void migrate() {
        RetentionService.SERVICE.role().schemas().forEach(schema -> schema.migrate(dataSource));
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void update(String sql, Object... values) throws SQLException {
        Sql.on(dataSource, sql).values(values).update();
    }

    private String json() {
        return new String(EventJson.write(set), StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatItTookIn() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            view.apply(List.of(new Sourced(LogEntry.of(client, set), EventId.random(), AT, AT, null)), connection);
        }

        assertThat(view.rulesAt(AT)).isEqualTo(Map.of(client, new RetentionRules(RULES)));
        assertThat(view.rulesAt(AT.minusNanos(1_000))).isEmpty();
    }

    @Test
    void readsRowsFromBeforeTheyToldTheirVersion() throws SQLException {
        // given the table as it was
        update("ALTER TABLE retention.schedule DROP COLUMN event_version");
        update("DROP TABLE retention.bucket_held");
        update("ALTER TABLE retention.bucket DROP COLUMN held_contents, DROP COLUMN held_bytes,"
                + " DROP COLUMN held_conversations");
        update("DELETE FROM retention.flyway_schema_history WHERE version IN ('2', '3')");
        update(
                "INSERT INTO retention.schedule (client_id, version, effective_from, rules) VALUES (?, 1, ?, ?)",
                client.value(),
                AT,
                json());

        // when
        migrate();

        // then
        assertThat(view.rulesAt(AT)).isEqualTo(Map.of(client, new RetentionRules(RULES)));
    }

    @Test
    void takesNoVersionForAnother() throws SQLException {
        update(
                "INSERT INTO retention.schedule (client_id, version, effective_from, event_version, rules)"
                        + " VALUES (?, 1, ?, 99, ?)",
                client.value(),
                AT,
                json());

        assertThatExceptionOfType(UnknownEventTypeException.class).isThrownBy(() -> view.rulesAt(AT));
    }
}
