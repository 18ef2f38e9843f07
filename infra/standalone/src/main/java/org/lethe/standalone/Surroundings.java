package org.lethe.standalone;

import java.time.Clock;
import org.lethe.service.Parts;

/// What the services go by from outside: time, and whatever else their slices ask for, such as who is told how far
/// they come.
record Surroundings(Clock clock, Parts parts) {
    /// Nobody is told.
    static Surroundings of(Clock clock) {
        return new Surroundings(clock, new Parts());
    }
}
