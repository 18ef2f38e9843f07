package org.lethe.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Times that clients send, held against the clock: kept to the microsecond, never later than now plus five minutes.
public final class Moments {
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5); // keys.md, buckets
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private final Clock clock;
    private final Clock wall;

    public Moments(Clock clock) {
        this(clock, clock);
    }

    /// @param clock that is gone by
    /// @param wall what the machine's clock says, believed or not: it may be right, and so what others send
    public Moments(Clock clock, Clock wall) {
        this.clock = clock;
        this.wall = wall;
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// The time that was sent, or now.
    ///
    /// @param pointer where in the body it stands
    /// @throws InvalidBodyException if it lies before 1970 or more than five minutes ahead
    public Instant given(@Nullable Instant sent, String pointer) {
        Instant now = now();
        if (sent == null) {
            return now;
        }
        if (isAhead(sent, clock) && isAhead(sent, wall) || sent.isBefore(EARLIEST)) {
            throw new InvalidBodyException(List.of(
                    new FieldError(pointer, "a time from 1970 on and at most 5 minutes ahead of the server's clock")));
        }
        return sent.truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean isAhead(Instant sent, Clock clock) {
        return sent.isAfter(clock.instant().plus(MOST_AHEAD));
    }
}
