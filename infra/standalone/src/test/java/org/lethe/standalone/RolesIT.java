package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.service.ServiceHost;
import org.lethe.sql.DatabaseRole;
import org.lethe.sql.DatabaseSetup;
import org.lethe.testkit.PostgresForTests;
import org.lethe.transcript.TranscriptService;

/// The database itself refuses whatever a part of the house has no business with.
class RolesIT {
    private static final String DENIED = "42501"; // PostgreSQL, appendix A: insufficient_privilege
    private static final DatabaseSetup SETUP = ServiceHost.database(Services.ALL);

    private static HikariDataSource owner;

    @BeforeAll
    static void prepare() throws SQLException {
        owner = PostgresForTests.newDataSource();
        SETUP.migrate(owner);
        SETUP.grant(owner, "postgres");
    }

    @AfterAll
    static void close() {
        owner.close();
    }

    static List<DatabaseRole> roles() {
        return SETUP.roles();
    }

    private static void denied(DatabaseRole role, String... all) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role.name());
            for (String sql : all) {
                assertThatExceptionOfType(SQLException.class)
                        .as(role.name() + ": " + sql)
                        .isThrownBy(() -> statement.execute(sql))
                        .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo(DENIED));
            }
            statement.execute("RESET ROLE");
        }
    }

    @ParameterizedTest
    @MethodSource("roles")
    void nobodyRewritesTheLog(DatabaseRole role) throws SQLException {
        denied(
                role,
                "UPDATE event_log.event SET type = 'x'",
                "DELETE FROM event_log.event",
                "TRUNCATE event_log.event",
                "DROP TABLE event_log.event");
    }

    @ParameterizedTest
    @MethodSource("roles")
    void onlyTheServiceThatHoldsTheKeyringReachesAKey(DatabaseRole role) throws SQLException {
        List<String> tables = Stream.of("keys", "escrow", "root_epochs", "blind_index", "held_index")
                .map(table -> "keyring." + table)
                .toList();
        for (String table : tables) {
            if (role.equals(TranscriptService.SERVICE.role())) {
                denied(role, "TRUNCATE " + table);
            } else {
                denied(role, "SELECT FROM " + table);
            }
        }
    }

    @Test
    void whoeverAppendsIsNoServiceAndAServiceDoesNotAppend() throws SQLException {
        DatabaseRole log = role("lethe_log");
        denied(log, "SELECT FROM keyring.keys", "SELECT FROM retention.run");
        denied(TranscriptService.SERVICE.role(), "INSERT INTO event_log.event DEFAULT VALUES");
        denied(
                role("lethe_retention"),
                "SELECT FROM transcript.client",
                "SELECT FROM web.api_key",
                "SELECT FROM event_log.event");
        denied(role("lethe_web"), "SELECT FROM transcript.conversation");
    }

    private static DatabaseRole role(String name) {
        return SETUP.roles().stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsWhatARoleLacksAndWhatItMayBeyond() throws SQLException {
        try (HikariDataSource other = PostgresForTests.newDataSource();
                Connection connection = other.getConnection();
                Statement statement = connection.createStatement()) {
            SETUP.migrate(other);
            SETUP.grant(other, "postgres");
            statement.execute("CREATE ROLE lethe_odd LOGIN NOINHERIT");
            for (String sql : SETUP.grants("lethe_odd")) {
                statement.execute(sql);
            }
            assertThat(SETUP.lacks(other, "lethe_odd")).isEmpty();
            assertThat(SETUP.excesses(other, "lethe_odd")).isEmpty();

            statement.execute("REVOKE INSERT ON event_log.event FROM lethe_log");
            statement.execute("GRANT SELECT ON keyring.keys TO lethe_retention");
            statement.execute("REVOKE UPDATE (consumer_id) ON keyring.blind_index FROM lethe_transcript");

            statement.execute("REVOKE USAGE ON SCHEMA web FROM lethe_web");
            statement.execute("DROP TABLE web.idempotency");

            statement.execute("REVOKE lethe_web FROM lethe_odd");
            statement.execute("GRANT lethe_log TO lethe_odd WITH INHERIT TRUE");
            statement.execute("GRANT USAGE ON SCHEMA keyring TO lethe_odd");
            statement.execute("GRANT SELECT, DELETE ON keyring.escrow TO lethe_odd");

            assertThat(SETUP.lacks(other, "lethe_odd"))
                    .containsExactlyInAnyOrder(
                            "lethe_log may not INSERT event_log.event",
                            "lethe_transcript may not UPDATE (consumer_id) keyring.blind_index",
                            "lethe_web may not USAGE schema web",
                            "lethe_web may not SELECT, INSERT, UPDATE, DELETE web.idempotency: it is not there",
                            "lethe_odd may not become lethe_web");
            assertThat(SETUP.excesses(other, "lethe_odd"))
                    .containsExactlyInAnyOrder(
                            "lethe_odd may DELETE, SELECT keyring.escrow by itself",
                            "lethe_odd may INSERT, SELECT, UPDATE event_log.clock by itself",
                            "lethe_odd may SELECT event_log.event by itself",
                            "lethe_odd is lethe_log without becoming it",
                            "lethe_retention may SELECT keyring.keys and should not");
        }
    }

    @Test
    void letsALoginBecomeItsRolesHoweverOddItsName() throws SQLException {
        String login = "a $lethe_role$ $lethe_role_1$ \"b\" o'c";
        try (HikariDataSource other = PostgresForTests.newDataSource();
                Connection connection = other.getConnection();
                Statement statement = connection.createStatement()) {
            SETUP.migrate(other);
            statement.execute("CREATE ROLE \"" + login.replace("\"", "\"\"") + "\" LOGIN NOINHERIT");

            SETUP.grant(other, login);
            for (String sql : SETUP.grants(login)) { // as printed, one by one
                statement.execute(sql);
            }

            assertThat(SETUP.lacks(other, login)).isEmpty();
        }
    }

    @Test
    void runsOnWhatTheOwnerSetUpAndTheLoginMayNothingByItself(@TempDir Path folder) throws IOException, SQLException {
        // given
        String url = PostgresForTests.newDatabase();
        try (HikariDataSource first = PostgresForTests.dataSource(url);
                Connection connection = first.getConnection();
                Statement statement = connection.createStatement()) {
            SETUP.migrate(first);
            statement.execute("CREATE ROLE lethe_login LOGIN NOINHERIT PASSWORD 'secret'");
            for (String sql : SETUP.grants("lethe_login")) {
                statement.execute(sql);
            }
        }
        Path password = Files.writeString(folder.resolve("password"), "secret");
        Settings settings = Settings.in(Files.createDirectory(folder.resolve("data")))
                .with("lethe.db.url", url.substring(0, url.indexOf('?')))
                .with("lethe.db.user", "lethe_login")
                .with("lethe.db.password-file", password.toString());

        // then
        assertThatExceptionOfType(CannotStartException.class)
                .as("who logs in may not change the tables, and nobody else was named")
                .isThrownBy(() -> Standalone.start(settings).close())
                .satisfies(refused -> assertThat(refused.remedy()).contains("LETHE_DB_OWNER"));

        // when
        Path ownersPassword = Files.writeString(folder.resolve("owner"), passwordIn(url));
        Settings owned = settings.with("lethe.db.owner", "postgres")
                .with("lethe.db.owner-password-file", ownersPassword.toString());
        try (Running running = Standalone.start(owned)) {
            assertThat(running.warnings()).isEmpty();
        }
        try (Connection login =
                        DriverManager.getConnection(url.substring(0, url.indexOf('?')), "lethe_login", "secret");
                Statement statement = login.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("SELECT FROM keyring.keys"))
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo(DENIED));
        }
    }

    @Test
    void saysThatALoginMayTooMuch(@TempDir Path folder) {
        Settings settings = Settings.in(folder).with("lethe.db.url", PostgresForTests.newDatabase());

        try (Running running = Standalone.start(settings)) {
            assertThat(running.warnings()).containsExactly("postgres is a superuser");
        }
    }

    private static String passwordIn(String url) {
        return url.substring(url.indexOf("password=") + "password=".length());
    }
}
