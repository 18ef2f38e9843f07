package org.lethe.service.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.service.clock.Doubt.Kind;
import org.lethe.testkit.PinnedClock;

class ClockGuardTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final PinnedClock wall = new PinnedClock(NOON);
    private final WitnessInMemory witness = new WitnessInMemory();
    private Duration elapsed = Duration.ofDays(3);
    private ClockGuard guard;

    @AfterEach
    void stop() {
        if (guard != null) {
            guard.close();
        }
    }

    /// The database of all processes.
    private final class WitnessInMemory implements Witness {
        private Duration ahead = Duration.ZERO;
        private Optional<Instant> newest = Optional.empty();
        private Optional<Instant> seen = Optional.empty();
        private Optional<Confirmation> confirmation = Optional.empty();
        private Instant real = NOON;
        private boolean silent;

        @Override
        public Testimony ask() throws SQLException {
            if (silent) {
                throw new SQLException("gone");
            }
            return new Testimony(real.plus(ahead), newest, seen, confirmation);
        }

        @Override
        public void saw(Instant now) {
            seen = Optional.of(seen.filter(before -> before.isAfter(now)).orElse(now));
        }

        @Override
        public void confirm(Instant now) {
            seen = Optional.of(now);
            confirmation = Optional.of(new Confirmation(
                    confirmation.map(Confirmation::number).orElse(0L) + 1,
                    now,
                    real.plus(ahead),
                    newest.orElse(Instant.EPOCH)));
        }
    }

    private ClockGuard started() {
        return ClockGuard.over(wall, () -> elapsed, ClockSettings.defaults()).watch(witness);
    }

    private void start() {
        guard = started();
    }

    /// Time as it is.
    private void passes(Duration time) {
        wall.advance(time);
        elapsed = elapsed.plus(time);
        witness.real = witness.real.plus(time);
    }

    /// Nothing runs, and nothing elapses that a process could count.
    private void stopped(Duration time) {
        stop();
        passes(time);
    }

    private Optional<Kind> doubt() {
        return guard.doubt().map(Doubt::kind);
    }

    private Optional<Kind> doubtWhenChecked() {
        guard.check();
        return doubt();
    }

    @Test
    void believesAClockWithWhichAllAgree() {
        start();

        passes(TWO_HOURS);

        assertThat(doubtWhenChecked()).isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(NOON.plus(TWO_HOURS));
        assertThat(witness.seen).contains(NOON.plus(TWO_HOURS));
    }

    @Test
    void aLeapAheadIsDoubtedAtOnceAndReachesNobody() {
        start();

        wall.advance(Duration.ofDays(500));

        assertThat(doubt()).contains(Kind.MONOTONIC);
        assertThat(guard.doubt().orElseThrow().by()).isEqualTo(Duration.ofDays(500));
        assertThat(guard.doubt().orElseThrow().recordsWrongTimes()).isTrue();
        assertThat(guard.clock().instant()).isEqualTo(NOON);
        assertThatExceptionOfType(ClockInDoubtException.class).isThrownBy(guard::require);
    }

    @Test
    void aLeapBackIsDoubtedAtOnceAndReachesNobody() {
        start();

        wall.advance(Duration.ofDays(-365));

        assertThat(doubt()).contains(Kind.MONOTONIC);
        assertThat(guard.clock().instant()).isEqualTo(NOON);
    }

    @Test
    void isBelievedAgainOnceItIsRight() {
        start();
        wall.advance(Duration.ofDays(40));
        assertThat(doubtWhenChecked()).contains(Kind.MONOTONIC);
        assertThat(witness.seen).as("nothing of the leap is handed on").contains(NOON);

        passes(Duration.ofSeconds(15));
        wall.advance(Duration.ofDays(-40));

        assertThat(doubt()).isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(NOON.plusSeconds(15));
    }

    @Test
    void aLeapThatTheDatabaseTookPartInIsDoubtedToo() {
        start();

        wall.advance(Duration.ofDays(40));
        witness.ahead = Duration.ofDays(40);

        assertThat(doubtWhenChecked()).contains(Kind.MONOTONIC);
    }

    @Test
    void followsAClockThatIsSlewedOrSetByALittle() {
        start();

        for (int i = 0; i < 1_000; i++) {
            passes(Duration.ofSeconds(10));
            wall.advance(Duration.ofMillis(5)); // 500 ppm, the most that NTP slews by
            witness.ahead = witness.ahead.plusMillis(5);
            assertThat(doubtWhenChecked()).isEmpty();
        }
        wall.advance(Duration.ofMinutes(-2));

        assertThat(doubtWhenChecked()).isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(wall.instant());
    }

    @Test
    void isHeldAgainstTheDatabasesClock() {
        witness.ahead = Duration.ofHours(-1);

        start();

        assertThat(doubt()).contains(Kind.DATABASE);
        assertThat(guard.doubt().orElseThrow().by()).isEqualTo(Duration.ofHours(1));
        assertThat(witness.seen).isEmpty();
    }

    @Test
    void isDoubtedUntilTheDatabaseWasAsked() {
        witness.silent = true;
        start();
        assertThat(doubt()).contains(Kind.UNCHECKED);

        witness.silent = false;

        assertThat(doubtWhenChecked()).isEmpty();
    }

    @Test
    void aDatabaseThatIsGoneForAWhileIsNoDoubt() {
        start();

        witness.silent = true;
        passes(TWO_HOURS);

        assertThat(doubtWhenChecked()).isEmpty();
    }

    @Test
    void isHeldAgainstTheNewestEvent() {
        start();

        witness.newest = Optional.of(NOON.plus(TWO_HOURS));

        assertThat(doubtWhenChecked()).contains(Kind.EVENTS);
    }

    @Test
    void aNormalRestartIsNoDoubt() {
        start();
        stopped(Duration.ofMinutes(10));

        start();

        assertThat(doubt()).isEmpty();
    }

    @Test
    void aClockSetBackBetweenStartsIsDoubted() {
        start();
        stopped(Duration.ofMinutes(10));
        wall.advance(Duration.ofDays(-365));
        witness.ahead = Duration.ofDays(-365);

        start();

        assertThat(doubt()).contains(Kind.LAST_SEEN);
        assertThat(guard.doubt().orElseThrow().recordsWrongTimes()).isTrue();
    }

    @Test
    void afterALongStopItWaitsForAPersonAndServes() throws SQLException {
        start();
        stopped(Duration.ofDays(40));

        start();
        assertThat(doubt()).contains(Kind.LONG_STOP);
        assertThat(guard.doubt().orElseThrow().recordsWrongTimes()).isFalse();
        passes(Duration.ofDays(2));
        assertThat(doubtWhenChecked()).as("that time goes by is no proof").contains(Kind.LONG_STOP);
        guard.confirm();

        assertThat(doubt()).isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(wall.instant());
    }

    @Test
    void aClockThatStartedAheadIsBelievedOnceItIsRight() {
        start();
        stopped(Duration.ofMinutes(10));
        wall.advance(Duration.ofDays(40));
        witness.ahead = Duration.ofDays(40);
        start();
        assertThat(doubt()).contains(Kind.LONG_STOP);

        wall.advance(Duration.ofDays(-40));
        witness.ahead = Duration.ZERO;

        assertThat(doubtWhenChecked()).isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
    }

    @Test
    void anOldDatabaseOnWhichNobodyLookedAtTheClockIsJudgedByItsNewestEvent() {
        witness.newest = Optional.of(NOON.minus(Duration.ofDays(40)));

        start();

        assertThat(doubt()).contains(Kind.LONG_STOP);
    }

    @Test
    void aLeapIsTheTimeOnceAPersonConfirmsIt() throws SQLException {
        start();
        wall.advance(Duration.ofDays(-3));
        witness.ahead = Duration.ofDays(-3);
        witness.newest = Optional.of(NOON);
        assertThat(doubtWhenChecked()).contains(Kind.MONOTONIC);

        guard.confirm();

        assertThat(doubt()).as("events of before are known to be ahead").isEmpty();
        assertThat(guard.clock().instant()).isEqualTo(NOON.minus(Duration.ofDays(3)));

        witness.newest = Optional.of(NOON.plusSeconds(1));
        assertThat(doubtWhenChecked()).contains(Kind.EVENTS);
    }

    @Test
    void whatAPersonConfirmsInOneProcessHoldsInAll() throws SQLException {
        start();
        try (ClockGuard other = started()) {
            wall.advance(Duration.ofHours(3));
            witness.ahead = Duration.ofHours(3);
            guard.confirm();
            assertThat(other.doubt()).isPresent();

            passes(Duration.ofSeconds(10));
            other.check();

            assertThat(other.doubt()).isEmpty();
            assertThat(other.clock().instant()).isEqualTo(wall.instant());
        }
    }

    @Test
    void aDatabaseWhoseClockIsWrongMayBeConfirmedAway() throws SQLException {
        witness.ahead = Duration.ofHours(-1);
        start();

        guard.confirm();
        passes(TWO_HOURS);

        assertThat(doubtWhenChecked()).isEmpty();
        witness.ahead = Duration.ZERO;
        assertThat(doubtWhenChecked()).as("it was set right").isEmpty();
        witness.ahead = Duration.ofHours(4);
        assertThat(doubtWhenChecked()).contains(Kind.DATABASE);
    }

    @Test
    void aClockOfOnesOwnIsBelievedWhateverItSays() {
        guard = ClockGuard.believing(wall).watch(witness);

        wall.advance(Duration.ofDays(500));

        assertThat(doubtWhenChecked()).isEmpty();
        assertThat(guard.clock()).isSameAs(wall);
    }
}
