package org.lethe.access.notices;

import java.util.Objects;
import org.lethe.contracts.PolicyPublished;
import org.lethe.eventlog.Decision.Sourced;

/// A policy as it was published.
///
/// @param source the event, with the text
record Policy(PolicyPublished published, Sourced source) {

    /// Whether they follow one another: of two that do, only one is in force at a time.
    boolean follows(Policy other) {
        return published.audience() == other.published().audience()
                && published.kind() == other.published().kind();
    }

    long position() {
        return Objects.requireNonNull(source.position()).position();
    }
}
