package org.lethe.retention.expiry;

/// How far a run of one client came. Whoever puts a run together may want to know: tests let it die there.
public enum RunStep {
    DECIDED,
    ORDERED,
    ANSWERED,
    CERTIFIED;

    /// Told when a step is done.
    @FunctionalInterface
    public interface Listener {
        void reached(RunStep step);
    }
}
