package org.lethe.service;

import java.time.Duration;

/// How new a view is that follows the log.
@FunctionalInterface
public interface Freshness {
    /// Waits until the view has taken in all that stood in the log for it when this was called, as far as this process
    /// knows.
    ///
    /// @return whether it has, in time
    boolean awaitCaughtUp(Duration atMost);
}
