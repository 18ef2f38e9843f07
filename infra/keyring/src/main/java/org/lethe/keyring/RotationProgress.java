package org.lethe.keyring;

import java.time.Duration;

/// Hears how far a turn of the root epochs has come.
@FunctionalInterface
public interface RotationProgress {
    enum Step {
        /// Shards with destroyed keys get a new K, and their living keys are wrapped again.
        ROTATING_SHARDS,
        /// Each K under an old root key is wrapped again under today's.
        MOVING_CLIENT_KEYS,
        /// Root keys that nothing needs are destroyed.
        DESTROYING_ROOT_KEYS
    }

    RotationProgress NONE = (step, done, total) -> {};

    /// @param total as it was counted when the step began
    void at(Step step, long done, long total);

    /// Called after each transaction of a rotation. Nothing is locked then: who wants others to come first may take
    /// its time.
    ///
    /// @param length of the transaction
    default void worked(Duration length) {}
}
