package org.lethe.retention.runs;

/// How far a run came. Whoever puts a run together may want to know: tests let it die there.
public enum RunStep {
    /// It is written down, and nobody has it in hand.
    ASKED,
    DECIDED,
    ORDERED,
    ANSWERED,
    CERTIFIED,
    /// It is completed, and who had it in hand still has.
    FINISHED;

    /// Told when a step is done.
    @FunctionalInterface
    public interface Listener {
        void reached(RunStep step);
    }
}
