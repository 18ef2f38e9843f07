package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.KeyKind;
import org.lethe.testkit.TestRounds;

/// Two processes: one destroys a key while the other mints and uses it.
class DestructionRaceIT {
    private static final int ROUNDS = TestRounds.of(80, 250);

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void neverBringsADestroyedKeyBack() throws Exception {
        Keyring destroying = fixture.keyring();
        Keyring sealing = fixture.keyring();
        Random random = EnvelopeTest.seeded();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                ContentScope scope = fixture.newScope();
                if (random.nextBoolean()) {
                    sealing.prepare(scope);
                }
                Future<Optional<SealedContent>> sealed = threads.submit(() -> trySeal(sealing, scope));
                Future<Tombstone> tombstone = threads.submit(
                        () -> destroy(destroying, scope.consumer().toString()));
                Optional<SealedContent> content = sealed.get();

                assertNothingLives(destroying, scope, content, tombstone.get());
                // A notification may still be on its way; a lease's time later there is no excuse.
                fixture.clock.advance(Lease.LENGTH);
                assertNothingLives(sealing, scope, content, tombstone.get());
                assertThat(bytesLeft(scope)).isZero();
            }
        }
    }

    private static void assertNothingLives(
            Keyring keyring, ContentScope scope, Optional<SealedContent> content, Tombstone tombstone) {
        assertThat(keyring.prepare(scope)).isEqualTo(new Sealing.Refused(tombstone));
        content.ifPresent(
                one -> assertThat(KeyringFixture.open(keyring, one)).isEqualTo(new Opening.Erased(tombstone)));
    }

    private static Optional<SealedContent> trySeal(Keyring keyring, ContentScope scope) {
        try {
            return keyring.prepare(scope) instanceof Sealing.Ready
                    ? Optional.of(KeyringFixture.seal(keyring, scope, "hello"))
                    : Optional.empty();
        } catch (LeaseEndedException | ClassCastException e) {
            return Optional.empty(); // called back between preparing and sealing, or refused the second time
        }
    }

    private Tombstone destroy(Keyring keyring, String consumer) throws SQLException {
        while (true) {
            try {
                return fixture.destroy(keyring, KeyKind.CONSUMER, consumer);
            } catch (KeyChangedException e) {
                // minted between looking and destroying: look again
            }
        }
    }

    private int bytesLeft(ContentScope scope) throws SQLException {
        int[] left = new int[1];
        fixture.inTransaction(connection -> {
            try (var statement = connection.prepareStatement("SELECT count(*) FROM keyring.keys"
                    + " WHERE natural_key = ? AND (wrapped IS NOT NULL OR state <> 'DESTROYED')")) {
                statement.setString(1, scope.consumer().toString());
                try (var result = statement.executeQuery()) {
                    result.next();
                    left[0] = result.getInt(1);
                }
            }
        });
        return left[0];
    }
}
