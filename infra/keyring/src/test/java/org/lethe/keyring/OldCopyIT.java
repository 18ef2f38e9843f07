package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.PostgresForTests;
import org.lethe.testkit.PostgresWithFiles;

/// A copy of the database's files and write-ahead log, taken before an erasure and an expiry, with the root
/// keystore as it is now.
class OldCopyIT {
    private static final Duration WINDOW = Duration.ofDays(30);

    @TempDir
    private Path folder;

    @Test
    void opensNothingOnceTheRootKeyIsDestroyed() throws Exception {
        try (PostgresWithFiles server = PostgresWithFiles.start(folder.resolve("live"));
                HikariDataSource pool = PostgresForTests.dataSource(server.url());
                KeyringFixture live = new KeyringFixture(pool, folder.resolve("root.bcfks"))) {
            Keyring keyring = live.keyring();
            SealedContent living = KeyringFixture.seal(keyring, live.newScope(), "living");
            SealedContent erased = KeyringFixture.seal(keyring, live.newScope(), "erased");
            SealedContent expired = KeyringFixture.seal(keyring, scopeOnPaper(live), "expired");
            server.copyTo(folder.resolve("copy-for-control"));
            server.copyTo(folder.resolve("copy"));

            Tombstone erasure = live.destroy(
                    keyring, KeyKind.CONSUMER, erased.scope().consumer().toString());
            live.destroy(keyring, KeyKind.BUCKET, expired.scope().bucket().wireName());
            RootEpochs epochs = keyring.rootEpochs(WINDOW);
            live.clock.advance(Duration.ofDays(1));
            assertThat(live.turn(epochs).rotatedShards()).isPositive();
            assertOpens(keyring, living, "living");

            // While the root key is there, the copy is as good as the database was.
            try (PostgresWithFiles copy = PostgresWithFiles.start(folder.resolve("copy-for-control"));
                    HikariDataSource copied = PostgresForTests.dataSource(copy.url());
                    Keyring old = opened(copied, live)) {
                assertOpens(old, erased, "erased");
                assertOpens(old, expired, "expired");
                assertOpens(old, living, "living");
            }

            live.clock.advance(WINDOW);
            assertThat(live.turn(epochs).destroyedEpochs()).hasSize(1);
            try (PostgresWithFiles copy = PostgresWithFiles.start(folder.resolve("copy"));
                    HikariDataSource copied = PostgresForTests.dataSource(copy.url())) {
                assertThatExceptionOfType(WrongRootKeysException.class)
                        .isThrownBy(() -> opened(copied, live).close())
                        .withMessageContaining("it lacks the root key of 2026-11-21");
                assertThat(rootEpochsNeeded(copied)).isNotEmpty().doesNotContainAnyElementsOf(live.root.epochs());
            }

            assertOpens(live.keyring(), living, "living");
            assertThat(KeyringFixture.open(keyring, erased)).isEqualTo(new Opening.Erased(erasure));
            assertThat(KeyringFixture.open(keyring, expired)).isInstanceOf(Opening.Expired.class);
            FinalErasures due = epochs.due(10);
            assertThat(due.erased()).hasSize(2);
            live.inTransaction(due::execute);
            assertThat(epochs.status().waitingTombstones()).isZero();
        }
    }

    private static Keyring opened(HikariDataSource copied, KeyringFixture live) {
        return Keyring.open(copied, live.root, live.clock, new SimpleMeterRegistry(), RestoredDatabase.ACCEPTED);
    }

    private static ContentScope scopeOnPaper(KeyringFixture fixture) {
        ContentScope scope = fixture.newScope();
        Bucket paper = Bucket.of(Category.MESSAGES, new Channel("paper"), fixture.clock.instant());
        return new ContentScope(scope.client(), scope.consumer(), scope.conversation(), paper);
    }

    private static void assertOpens(Keyring keyring, SealedContent content, String text) {
        assertThat(KeyringFixture.text(KeyringFixture.open(keyring, content))).isEqualTo(text);
    }

    private static TreeSet<Integer> rootEpochsNeeded(HikariDataSource pool) throws SQLException {
        TreeSet<Integer> epochs = new TreeSet<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT DISTINCT root_epoch FROM keyring.keys WHERE kind = 5 AND wrapped IS NOT NULL")) {
            while (result.next()) {
                epochs.add(result.getInt(1));
            }
        }
        return epochs;
    }
}
