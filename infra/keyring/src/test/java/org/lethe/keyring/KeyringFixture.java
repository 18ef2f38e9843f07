package org.lethe.keyring;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.PinnedClock;
import org.lethe.testkit.PostgresForTests;

/// One database, one root keystore, and as many keyrings on them as a test wants processes.
final class KeyringFixture implements AutoCloseable {
    static final String TYPE = "MessageRecorded";

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    final PinnedClock clock;
    final RootKeystore root;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ClientId client = ClientId.random();
    final CountingDataSource dataSource;
    private final List<Keyring> keyrings = new ArrayList<>();

    static HikariDataSource newDataSource() {
        return PostgresForTests.newDataSource("keyring", KeyringSchema.SCHEMA::migrate);
    }

    KeyringFixture(DataSource dataSource) {
        this(dataSource, new PinnedClock(NOON), RootKeystoreInMemory::new);
    }

    /// @param keystore the file of its root keys
    KeyringFixture(DataSource dataSource, Path keystore) {
        this(
                dataSource,
                new PinnedClock(NOON),
                clock -> BcfksRootKeystore.open(keystore, new Secret("correct horse".toCharArray()), clock));
    }

    KeyringFixture(DataSource dataSource, PinnedClock clock, RootKeystore root) {
        this(dataSource, clock, any -> root);
    }

    private KeyringFixture(DataSource dataSource, PinnedClock clock, Function<Clock, RootKeystore> root) {
        this.clock = clock;
        this.root = root.apply(clock);
        this.dataSource = new CountingDataSource(dataSource);
        KeyringSchema.SCHEMA.migrate(dataSource);
    }

    Keyring keyring() {
        return keyring(dataSource);
    }

    /// @param dataSource on the same database
    Keyring keyring(DataSource dataSource) {
        Keyring keyring = Keyring.open(
                dataSource,
                root,
                clock,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
                meters,
                RestoredDatabase.REFUSED);
        keyrings.add(keyring);
        return keyring;
    }

    ContentScope newScope() {
        return new ContentScope(
                client,
                ConsumerId.random(),
                ConversationId.random(),
                Bucket.of(Category.MESSAGES, new Channel("web"), clock.instant()));
    }

    static SealedContent seal(Keyring keyring, ContentScope scope, String text) {
        Sealing.Ready ready = (Sealing.Ready) keyring.prepare(scope);
        EventId event = EventId.random();
        return new SealedContent(
                scope, event, TYPE, ready.sealer().seal(event, TYPE, text.getBytes(StandardCharsets.UTF_8)));
    }

    static Opening open(Keyring keyring, SealedContent content) {
        return keyring.open(content.scope(), content.event(), content.eventType(), content.sealed());
    }

    static String text(Opening opening) {
        return ((Opening.Opened) opening).text().text();
    }

    Tombstone destroy(Keyring keyring, KeyKind kind, String naturalKey) throws SQLException {
        KeyDestruction destruction = keyring.destruction(client, kind, naturalKey);
        EventId event = EventId.random();
        inTransaction(connection -> destruction.execute(connection, event, "test"));
        destruction.committed();
        return keyring.destruction(client, kind, naturalKey).alreadyDestroyed().orElseThrow();
    }

    /// Takes a turn and records what root keys it destroyed, as the keyring's owner does.
    RootEpochs.Turn turn(RootEpochs epochs) {
        RootEpochs.Turn turn = epochs.turn(RotationProgress.NONE);
        record(epochs);
        return turn;
    }

    void record(RootEpochs epochs) {
        DestroyedRootKeys destroyed = epochs.destroyed();
        try {
            inTransaction(connection -> destroyed.execute(connection, clock.instant()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A keyring forgets everything once when it begins to listen; a test that counts or waits starts after
    /// that.
    void listens(Keyring listening) {
        ContentScope scope = newScope();
        await().atMost(Duration.ofSeconds(5)).pollDelay(Duration.ofMillis(100)).until(() -> {
            Sealing first = listening.prepare(scope);
            Thread.sleep(50);
            return listening.prepare(scope) == first;
        });
    }

    interface Step {
        void in(Connection connection) throws SQLException;
    }

    void inTransaction(Step step) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                step.in(connection);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public void close() {
        keyrings.forEach(Keyring::close);
    }
}
