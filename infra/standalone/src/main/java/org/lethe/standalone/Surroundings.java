package org.lethe.standalone;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.lethe.service.Parts;
import org.lethe.service.clock.ClockGuard;
import org.lethe.service.clock.ClockSettings;
import org.lethe.service.clock.ElapsedTime;

/// What the services go by from outside: time, and whatever else their slices ask for, such as who is told how far
/// they come.
///
/// @param elapsed what the clock is held against; without it the clock is believed whatever it says
record Surroundings(Clock clock, @Nullable ElapsedTime elapsed, Parts parts) {
    /// The machine's clock, which anybody might set, and nobody who is told.
    static Surroundings ofTheMachine() {
        return new Surroundings(Clock.systemUTC(), ElapsedTime.ofTheMachine(), new Parts());
    }

    /// A clock of one's own, which is believed; nobody is told.
    static Surroundings of(Clock clock) {
        return of(clock, new Parts());
    }

    static Surroundings of(Clock clock, Parts parts) {
        return new Surroundings(clock, null, parts);
    }

    ClockGuard guard(ClockSettings settings) {
        return elapsed == null ? ClockGuard.believing(clock) : ClockGuard.over(clock, elapsed, settings);
    }
}
