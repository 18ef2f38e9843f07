package org.lethe.keyring;

import java.time.Duration;

/// How long a key in memory may be used: 30 s from before it was read, and never longer than the key that wraps it.
/// Handed out anew for its last ten seconds, so that who gets one has time to use it.
///
/// It runs on a clock that nobody sets, as `System.nanoTime()`: a wall clock set back prolongs no key's life.
///
/// @param endsAtNanos on that clock, whose origin means nothing and whose values may be negative
record Lease(long endsAtNanos) {
    static final Duration LENGTH = Duration.ofSeconds(30); // keys.md, destroying, 4
    private static final long LENGTH_NANOS = LENGTH.toNanos();
    private static final long RENEWED_BEFORE_END_NANOS = Duration.ofSeconds(10).toNanos();

    static Lease from(long nowNanos) {
        return new Lease(nowNanos + LENGTH_NANOS);
    }

    /// Whether it is time to read the key again, before somebody has to wait for that.
    boolean isAgingAt(long nowNanos) {
        return endsAtNanos - nowNanos <= LENGTH_NANOS / 2;
    }

    Lease within(Lease outer) {
        return outer.endsAtNanos - endsAtNanos < 0 ? outer : this;
    }

    boolean isHeldAt(long nowNanos) {
        return endsAtNanos - nowNanos > 0;
    }

    boolean isFreshAt(long nowNanos) {
        return endsAtNanos - nowNanos >= RENEWED_BEFORE_END_NANOS;
    }
}
