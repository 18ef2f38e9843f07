package org.lethe.service.clock;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meters;
import org.lethe.service.clock.Doubt.Kind;
import org.lethe.service.clock.Witness.Confirmation;
import org.lethe.service.clock.Witness.Testimony;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the wall clock against all else that knows what time it is, and gives services the time.
///
/// Until the clock is first believed they get what it says. From then on they get what it says while that is within
/// the tolerance of where the monotonic clock has come, and else that: a leap reaches nobody.
public final class ClockGuard implements ClockTrust, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClockGuard.class);
    private static final long CHECK_SECONDS = 10;
    private static final long NOT_ASKED = -1;
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    private final Clock wall;
    private final @Nullable ElapsedTime elapsed;
    private final ClockSettings settings;
    private final Duration startedAt;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-clock").factory());
    private volatile @Nullable Witness witness;
    private volatile @Nullable Believed believed;
    private volatile @Nullable Heard heard;
    private long applied = NOT_ASKED; // the number of the confirmation that was last taken in; under the lock
    private @Nullable Duration wroteAt;
    private @Nullable Kind told;

    /// What the wall clock said when it was last believed.
    private record Believed(Instant wall, Duration elapsed) {
        Instant at(Duration now) {
            return wall.plus(now.minus(elapsed));
        }
    }

    /// What the witness said, and when.
    private record Heard(Testimony testimony, Duration elapsed) {
        Instant database(Duration now) {
            return testimony.database().plus(now.minus(elapsed));
        }
    }

    private ClockGuard(Clock wall, @Nullable ElapsedTime elapsed, ClockSettings settings) {
        this.wall = wall;
        this.elapsed = elapsed;
        this.settings = settings;
        this.startedAt = elapsed();
    }

    /// Watches a clock that anybody might set.
    public static ClockGuard over(Clock wall, ElapsedTime elapsed, ClockSettings settings) {
        return new ClockGuard(wall, elapsed, settings);
    }

    /// Believes whatever the clock says: for a clock of one's own, which leaps on purpose.
    public static ClockGuard believing(Clock own) {
        return new ClockGuard(own, null, ClockSettings.defaults());
    }

    /// Begins to ask the database, once before this returns. Where it can't be asked, that is a doubt.
    ///
    /// @param dataSource may read the log, and write `event_log.clock`
    public ClockGuard watch(DataSource dataSource) {
        return watch(new ClockTable(dataSource));
    }

    ClockGuard watch(Witness asked) {
        witness = asked;
        if (elapsed != null) {
            check();
            schedule.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        }
        return this;
    }

    /// Lets meters tell of it.
    public ClockGuard bindTo(MeterRegistry meters) {
        meters.gauge(
                Meters.CLOCK_DISAGREEMENT.meter(),
                this,
                guard -> guard.doubt()
                        .map(doubt -> doubt.by().toMillis() / 1_000.0)
                        .orElse(0.0));
        meters.gauge(Meters.CLOCK_WAITING.meter(), this, guard -> guard.doubt().isPresent() ? 1 : 0);
        return this;
    }

    public Duration tolerance() {
        return settings.tolerance();
    }

    /// Whether anybody looks at the clock at all.
    public boolean isWatching() {
        return elapsed != null;
    }

    /// The wall clock, believed or not.
    public Clock wall() {
        return wall;
    }

    /// The time by which services go.
    public Clock clock() {
        return isWatching() ? new Guarded(ZoneOffset.UTC) : wall;
    }

    private final class Guarded extends Clock {
        private final ZoneId zone;

        private Guarded(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            Instant said = wall.instant();
            Believed known = believed;
            if (known == null) {
                return said;
            }
            Instant expected = known.at(elapsed());
            return isNear(said, expected) ? said : expected;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Guarded(other);
        }
    }

    private Duration elapsed() {
        return elapsed == null ? Duration.ZERO : elapsed.sinceStart();
    }

    private boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(settings.tolerance()) <= 0;
    }

    @Override
    public Optional<Doubt> doubt() {
        return isWatching() ? doubt(wall.instant(), elapsed()) : Optional.empty();
    }

    private Optional<Doubt> doubt(Instant said, Duration now) {
        Believed known = believed;
        if (known != null && !isNear(said, known.at(now))) {
            return doubt(Kind.MONOTONIC, known.at(now), said);
        }
        Heard last = heard;
        if (last == null) {
            return doubt(Kind.UNCHECKED, said, said);
        }
        Testimony testimony = last.testimony();
        Instant database = last.database(now);
        Optional<Confirmation> confirmation = testimony.confirmation();
        boolean asConfirmed = confirmation
                .map(one -> one.at(database))
                .filter(confirmed -> isNear(said, confirmed))
                .isPresent();
        if (!asConfirmed && !isNear(said, database)) {
            return doubt(Kind.DATABASE, database, said);
        }
        Instant knownEvents = confirmation.map(Confirmation::recordedUpTo).orElse(Instant.MIN);
        Instant newest =
                testimony.newest().filter(time -> time.isAfter(knownEvents)).orElse(said);
        if (isBehind(said, newest)) {
            return doubt(Kind.EVENTS, newest, said);
        }
        return known == null ? doubtAtStart(testimony, said, now) : Optional.empty();
    }

    /// Nothing but the database and what was seen before tells whether the clock was set while nothing ran.
    private Optional<Doubt> doubtAtStart(Testimony testimony, Instant said, Duration now) {
        Instant seen = testimony.seen().or(testimony::newest).orElse(said);
        if (isBehind(said, seen)) {
            return doubt(Kind.LAST_SEEN, seen, said);
        }
        Instant latest = seen.plus(settings.longestStop()).plus(now.minus(startedAt));
        return said.isAfter(latest) ? doubt(Kind.LONG_STOP, seen, said) : Optional.empty();
    }

    private boolean isBehind(Instant said, Instant known) {
        return said.isBefore(known) && !isNear(said, known);
    }

    private static Optional<Doubt> doubt(Kind kind, Instant expected, Instant said) {
        return Optional.of(new Doubt(kind, Duration.between(expected, said)));
    }

    /// Asks once more. What agrees is believed from now on.
    synchronized void check() {
        try {
            ask();
        } catch (SQLException | RuntimeException e) {
            log.debug("the clock could not be held against the database's", e); // readiness tells of the database
        }
    }

    private void ask() throws SQLException {
        Witness asked = witness;
        if (asked == null) {
            return;
        }
        Testimony testimony = asked.ask();
        Duration now = elapsed();
        Instant said = wall.instant();
        heard = new Heard(testimony, now);
        take(testimony, said, now);
        Optional<Doubt> doubt = doubt(said, now);
        tell(doubt);
        if (doubt.isEmpty()) {
            believed = new Believed(said, now);
            Duration wrote = wroteAt;
            if (wrote == null || now.minus(wrote).compareTo(WRITE_EVERY) >= 0) {
                asked.saw(said);
                wroteAt = now;
            }
        }
    }

    /// What a person said while this process ran, to whichever process. At a start it is what was seen last, like all
    /// else.
    private void take(Testimony testimony, Instant said, Duration now) {
        Confirmation confirmation = testimony.confirmation().orElse(null);
        long number = confirmation == null ? 0 : confirmation.number();
        if (confirmation != null
                && applied != NOT_ASKED
                && number > applied
                && isNear(said, confirmation.at(testimony.database()))) {
            believed = new Believed(said, now);
        }
        applied = number;
    }

    private void tell(Optional<Doubt> doubt) {
        Kind kind = doubt.map(Doubt::kind).orElse(null);
        if (kind == told) {
            return;
        }
        doubt.ifPresentOrElse(
                one -> log.warn(
                        "The clock is in doubt: {}. What is due waits until it is right or a person confirms it: lethe"
                                + " clock confirm",
                        one),
                () -> log.warn("The clock is believed again; what is due goes"));
        told = kind;
    }

    /// A person says that the clock is right now. Every process takes it in within seconds, this one at once.
    ///
    /// @throws SQLException if it could not be written down; nothing changed
    public synchronized void confirm() throws SQLException {
        Witness asked = witness;
        if (asked == null || !isWatching()) {
            return;
        }
        asked.confirm(wall.instant());
        ask();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
