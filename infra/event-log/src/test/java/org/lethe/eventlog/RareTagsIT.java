package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.EventTypes;
import org.lethe.testkit.PostgresForTests;

/// A search for the few events that a decision is about does not look at the many with the same tag.
class RareTagsIT {
    private static final String ROW = "INSERT INTO event_log.event (position, client_id, log_index, event_id, type,"
            + " version, recorded_at_micros, tags, facts) SELECT n, '00000000-0000-0000-0000-000000000001', n,"
            + " gen_random_uuid(), '%s', 1, 0, ARRAY['consumer=' || n %% 2], '{}' FROM generate_series(%d, %d) AS n";
    private static final Tag CONSUMER = new Tag("consumer", "1");
    private static final QualifiedName ORDERED = new QualifiedName("ErasureOrdered");
    private static final QualifiedName OPENED = new QualifiedName("ConversationOpened");

    private final HikariDataSource dataSource = PostgresForTests.newDataSource();

    @BeforeEach
    void fill() throws SQLException {
        EventLogSchema.SCHEMA.migrate(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ROW.formatted(OPENED.name(), 1, 5_000));
            statement.execute(ROW.formatted(ORDERED.name(), 5_001, 5_001));
            statement.execute("ANALYZE event_log.event");
        }
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private List<Long> found(QualifiedName... types) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.find(connection, Set.of(CONSUMER), Set.of(types), 0, Set.of()).stream()
                    .map(StoredEvent::position)
                    .toList();
        }
    }

    @Test
    void findsFewAmongMany() throws SQLException {
        assertThat(found(ORDERED)).containsExactly(5_001L);
        assertThat(found(OPENED)).hasSize(2_500).doesNotContain(5_001L);
        assertThat(found(OPENED, ORDERED)).hasSize(2_501).endsWith(5_001L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aSearchForRareTypesTakesTheirIndex(String mode) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // given
            statement.execute("SET plan_cache_mode = " + mode);

            // when
            StringBuilder plan = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + EventTable.BY_TAGS_RARE)) {
                explain.setArray(1, connection.createArrayOf("text", new String[] {"consumer=1"}));
                explain.setLong(2, 0);
                explain.setArray(3, connection.createArrayOf("text", new String[] {ORDERED.name()}));
                explain.setArray(4, connection.createArrayOf("text", new String[] {ORDERED.name()}));
                try (ResultSet lines = explain.executeQuery()) {
                    while (lines.next()) {
                        plan.append(lines.getString(1)).append('\n');
                    }
                }
            }

            // then
            assertThat(plan).contains("event_rare_tags");
        }
    }

    @Test
    void theFrequentAreTypesThatThereAre() {
        Set<String> all = EventTypes.all().stream()
                .map(type -> EventTypes.of(type).name())
                .collect(Collectors.toSet());
        assertThat(all).containsAll(EventTable.FREQUENT);
        assertThat(EventTable.FREQUENT)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(EventTable.BY_TAGS_RARE).contains("'" + type + "'"));
    }
}
