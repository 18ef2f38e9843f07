package org.lethe.keyring;

import java.time.Duration;

/// How long a key in memory may be used: 30 s from before it was read, and never longer than the key that wraps it.
/// Handed out anew for its last ten seconds, so that who gets one has time to use it.
///
/// @param endsAtMillis since 1970-01-01
record Lease(long endsAtMillis) {
    static final Duration LENGTH = Duration.ofSeconds(30); // keys.md, destroying, 4
    private static final long LENGTH_MILLIS = LENGTH.toMillis();
    private static final long RENEWED_BEFORE_END_MILLIS = 10_000;

    static Lease from(long nowMillis) {
        return new Lease(nowMillis + LENGTH_MILLIS);
    }

    /// Whether it is time to read the key again, before somebody has to wait for that.
    boolean isAgingAt(long nowMillis) {
        return endsAtMillis - nowMillis <= LENGTH_MILLIS / 2;
    }

    Lease within(Lease outer) {
        return outer.endsAtMillis < endsAtMillis ? outer : this;
    }

    /// A clock that was set back by more than a lease ends it as well.
    boolean isHeldAt(long nowMillis) {
        long left = endsAtMillis - nowMillis;
        return left > 0 && left <= 2 * LENGTH_MILLIS;
    }

    boolean isFreshAt(long nowMillis) {
        return isHeldAt(nowMillis) && endsAtMillis - nowMillis >= RENEWED_BEFORE_END_MILLIS;
    }
}
