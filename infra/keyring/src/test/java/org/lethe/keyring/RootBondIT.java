package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.KeyKind;
import org.lethe.sql.Sql;

/// A database and its root keystore, and what becomes of either without the other.
class RootBondIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WINDOW = Duration.ofDays(30);

    @TempDir
    private Path folder;

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private KeyringFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
        pool.close();
    }

    private Keyring first() {
        fixture = new KeyringFixture(pool, folder.resolve("root.bcfks"));
        return fixture.keyring();
    }

    @Test
    void refusesAnotherKeystore() {
        SealedContent content = KeyringFixture.seal(first(), fixture.newScope(), "kept");
        RootKeystore other = keystore("other.bcfks");
        other.current();

        refused(other, "not the one that this database was written with");

        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("kept");
    }

    @Test
    void refusesAnEmptyKeystoreAndMakesNoKeyInIt() {
        first();
        RootKeystore empty = keystore("empty.bcfks");

        refused(empty, "the root keystore is empty, and this database was written with the root key of 2026-11-21");

        assertThat(empty.epochs()).isEmpty();
    }

    @Test
    void refusesAnOlderCopy() throws IOException {
        Keyring keyring = first();
        copy("root.bcfks", "older.bcfks");
        fixture.clock.advance(DAY);
        assertThat(keyring.reachesRootKeys()).isTrue();

        refused(keystore("older.bcfks"), "is older than this database: it lacks the root key of 2026-11-22");
    }

    @Test
    void refusesACopyThatHasADestroyedKey() throws Exception {
        Keyring keyring = first();
        RootEpochs epochs = untilTheFirstGoes(keyring);
        copy("root.bcfks", "older.bcfks");
        assertThat(fixture.turn(epochs).destroyedEpochs()).hasSize(1);

        refused(keystore("older.bcfks"), "an old copy: it has the root key of 2026-11-21, which was destroyed on");
    }

    @Test
    void refusesADatabaseThatIsOlderUnlessSomebodySaysSo() throws Exception {
        SealedContent content = KeyringFixture.seal(first(), fixture.newScope(), "kept");
        fixture.clock.advance(DAY);
        fixture.root.current(); // as a database that is no more knew

        refused(fixture.root, "the database is older than its root keystore");
        try (Keyring restored =
                Keyring.open(pool, fixture.root, fixture.clock, new SimpleMeterRegistry(), RestoredDatabase.ACCEPTED)) {
            assertThat(KeyringFixture.text(KeyringFixture.open(restored, content)))
                    .isEqualTo("kept");
        }
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("kept");
    }

    @Test
    void refusesANewDatabaseForAKeystoreThatIsNot() {
        fixture = new KeyringFixture(pool, folder.resolve("root.bcfks"));
        fixture.root.current();

        refused(fixture.root, "the database is older than its root keystore");
    }

    /// A crash after the row and before the key, or after the key and before its check.
    @Test
    void goesOnAfterACrashBetweenTheRowAndItsKey() throws Exception {
        Keyring keyring = first();
        int tomorrow = Epoch.of(fixture.clock.instant()) + 1;
        execute("INSERT INTO keyring.root_epochs (epoch) VALUES (" + tomorrow + ")");
        fixture.keyring();

        fixture.clock.advance(DAY);
        fixture.root.current();
        fixture.keyring();

        assertThat(number("SELECT count(*) FROM keyring.root_epochs WHERE check_value IS NULL"))
                .isZero();
        assertThat(keyring.reachesRootKeys()).isTrue();
    }

    @Test
    void takesOverADatabaseOfTheVersionBefore() throws Exception {
        SealedContent content = KeyringFixture.seal(first(), fixture.newScope(), "kept");
        fixture.clock.advance(DAY);
        fixture.root.current();
        execute("DELETE FROM keyring.root_epochs");
        RootKeystore other = keystore("other.bcfks");
        fixture.clock.advance(DAY.negated());
        other.current();
        fixture.clock.advance(DAY);

        refused(keystore("empty.bcfks"), "the root keystore is empty");
        refused(other, "its root key of 2026-11-21 is another");
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("kept");
        assertThat(number("SELECT count(*) FROM keyring.root_epochs WHERE check_value IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void takesOverADatabaseOfTheVersionBeforeWithARottenKey() throws Exception {
        Keyring keyring = first();
        for (int i = 0; i < 5; i++) {
            KeyringFixture.seal(keyring, fixture.newScope(), "kept");
        }
        execute("DELETE FROM keyring.root_epochs");
        execute("UPDATE keyring.keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)"
                + " WHERE ctid = (SELECT ctid FROM keyring.keys WHERE kind = 5 LIMIT 1)");

        fixture.keyring();

        assertThat(number("SELECT count(*) FROM keyring.root_epochs WHERE check_value IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void bindsANewDatabaseToOneOfTwoKeystores() throws Exception {
        fixture = new KeyringFixture(pool, folder.resolve("root.bcfks"));
        int opened = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> both =
                    threads.invokeAll(List.of(opens(fixture.root), opens(keystore("other.bcfks"))));
            for (Future<Boolean> one : both) {
                opened += one.get() ? 1 : 0;
            }
        }

        assertThat(opened).isEqualTo(1);
    }

    private Callable<Boolean> opens(RootKeystore keystore) {
        return () -> {
            try (Keyring keyring = Keyring.open(pool, keystore, fixture.clock, new SimpleMeterRegistry())) {
                return keyring.reachesRootKeys();
            } catch (WrongRootKeysException e) {
                return false;
            }
        };
    }

    @Test
    void agreesOnTheDaysKeyWhereTwoProcessesShareAKeystore() throws Exception {
        Keyring one = first();
        Keyring two = Keyring.open(pool, keystore("root.bcfks"), fixture.clock, new SimpleMeterRegistry());
        fixture.clock.advance(DAY);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                two) {
            Future<SealedContent> mine = threads.submit(() -> KeyringFixture.seal(one, fixture.newScope(), "mine"));
            Future<SealedContent> yours = threads.submit(() -> KeyringFixture.seal(two, fixture.newScope(), "yours"));

            assertThat(KeyringFixture.text(KeyringFixture.open(two, mine.get())))
                    .isEqualTo("mine");
            assertThat(KeyringFixture.text(KeyringFixture.open(one, yours.get())))
                    .isEqualTo("yours");
        }
    }

    @Test
    void usesNoKeystoreThatWasSwappedMeanwhile() throws Exception {
        Keyring keyring = first();
        SealedContent content = KeyringFixture.seal(keyring, fixture.newScope(), "kept");
        RootEpochs epochs = keyring.rootEpochs(WINDOW);
        copy("root.bcfks", "right.bcfks");
        keystore("other.bcfks");

        copy("other.bcfks", "root.bcfks");
        assertThat(keyring.reachesRootKeys()).isFalse();
        assertThatExceptionOfType(WrongRootKeysException.class).isThrownBy(() -> epochs.turn(RotationProgress.NONE));
        assertThat(keystore("root.bcfks").epochs()).isEmpty();

        copy("right.bcfks", "root.bcfks");
        assertThat(keyring.reachesRootKeys()).isTrue();
        assertThat(KeyringFixture.text(KeyringFixture.open(fixture.keyring(), content)))
                .isEqualTo("kept");
    }

    /// A crash after the keystore was told and before the database knows, and one before the keystore was told.
    @Test
    void recordsTheEndOfARootKeyWhateverCrashedInBetween() throws Exception {
        Keyring keyring = first();
        int epoch = Epoch.of(fixture.clock.instant());
        RootEpochs epochs = untilTheFirstGoes(keyring);
        assertThat(epochs.turn(RotationProgress.NONE).destroyedEpochs()).containsExactly(epoch);

        assertThat(epochs.due(10).erased()).as("nobody has recorded it").isEmpty();
        RootEpochs later = fixture.keyring().rootEpochs(WINDOW);
        assertThat(later.turn(RotationProgress.NONE).destroyedEpochs()).containsExactly(epoch);
        fixture.record(later);
        assertThat(later.destroyed().epochs()).isEmpty();
        assertThat(later.due(10).erased()).hasSize(1);

        execute("UPDATE keyring.root_epochs SET destroyed_at = NULL WHERE epoch = " + epoch);
        fixture.root.make(epoch); // stands for one that was not taken out yet; nothing is wrapped by it
        execute("UPDATE keyring.root_epochs SET check_value = NULL WHERE epoch = " + epoch);
        RootEpochs again = fixture.keyring().rootEpochs(WINDOW);
        assertThat(again.due(10).erased()).isEmpty();
        assertThat(fixture.turn(again).destroyedEpochs()).containsExactly(epoch);
        assertThat(fixture.root.epochs()).doesNotContain(epoch);
        assertThat(again.due(10).erased()).hasSize(1);
    }

    @Test
    void concludesNothingFromAKeystoreThatLacksAKey() throws Exception {
        Keyring keyring = first();
        KeyringFixture.seal(keyring, fixture.newScope(), "kept");
        RootEpochs epochs = untilTheFirstGoes(keyring);
        Files.delete(folder.resolve("root.bcfks"));
        keystore("root.bcfks");

        assertThat(epochs.due(10).erased()).isEmpty();
        assertThatExceptionOfType(WrongRootKeysException.class).isThrownBy(() -> epochs.turn(RotationProgress.NONE));
    }

    private RootEpochs untilTheFirstGoes(Keyring keyring) throws SQLException {
        SealedContent erased = KeyringFixture.seal(keyring, fixture.newScope(), "erased");
        fixture.destroy(keyring, KeyKind.CONSUMER, erased.scope().consumer().toString());
        RootEpochs epochs = keyring.rootEpochs(WINDOW);
        fixture.clock.advance(DAY);
        fixture.turn(epochs);
        fixture.clock.advance(WINDOW);
        assertThat(keyring.reachesRootKeys()).isTrue();
        return epochs;
    }

    private void refused(RootKeystore keystore, String why) {
        assertThatExceptionOfType(WrongRootKeysException.class)
                .isThrownBy(() -> Keyring.open(pool, keystore, fixture.clock, new SimpleMeterRegistry())
                        .close())
                .withMessageContaining(why)
                .satisfies(refusal -> assertThat(refusal.remedy()).contains("keys/"));
    }

    private RootKeystore keystore(String name) {
        return BcfksRootKeystore.open(folder.resolve(name), new Secret("correct horse".toCharArray()), fixture.clock);
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private void execute(String sql) throws SQLException {
        Sql.on(pool, sql).update();
    }

    private long number(String sql) throws SQLException {
        return Sql.on(pool, sql).count();
    }
}
