package org.lethe.transcript.expiry;

/// How far an order to expire was carried out. Whoever puts the service together may want to know: tests let it die
/// there.
public enum ExpiryStep {
    /// The keys' bytes are gone and the events are written, in a transaction that is not committed.
    DESTROYED,
    /// That is committed, and the order is not yet noted as done: it comes again after a restart.
    COMMITTED;

    /// Told when a step is done.
    @FunctionalInterface
    public interface Listener {
        void reached(ExpiryStep step);
    }
}
