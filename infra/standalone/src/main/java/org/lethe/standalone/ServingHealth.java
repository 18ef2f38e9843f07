package org.lethe.standalone;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.lethe.service.RunningService;
import org.lethe.service.clock.Doubt;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Whether it can serve: the log's database answers and has the log's end, the root keystore opens, the clock gives
/// times that may be recorded and, after a start, the views have caught up once. It says which, and nothing more. A
/// clock that merely waits for a person, after a long stop, serves.
final class ServingHealth implements HealthIndicator {
    private static final int PATIENCE_SECONDS = 2;

    private final Engine engine;

    ServingHealth(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        boolean database = databaseAnswers();
        boolean keystore = keystoreOpens();
        boolean log = !engine.host().log().isFenced();
        Optional<Doubt> doubt = engine.host().clock().doubt();
        boolean clock = doubt.filter(Doubt::recordsWrongTimes).isEmpty();
        boolean views = database && engine.host().caughtUp();
        return (database && keystore && log && clock && views ? Health.up() : Health.down())
                .withDetail("database", database)
                .withDetail("keystore", keystore)
                .withDetail("log", log)
                .withDetail("clock", clock)
                .withDetail("clock_confirmed", doubt.isEmpty())
                .withDetail("views", views)
                .build();
    }

    private boolean databaseAnswers() {
        return engine.host().services().stream().allMatch(ServingHealth::databaseAnswers);
    }

    private static boolean databaseAnswers(RunningService service) {
        try (Connection connection = service.dataSource().getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean keystoreOpens() {
        return engine.keyring().reachesRootKeys();
    }
}
