package org.lethe.service;

/// What a slice does by itself while its service runs, such as a schedule.
public interface Work extends AutoCloseable {
    /// Begins; called once, after everything that follows the log was started.
    void start();

    /// Ends; what is under way goes on at the next start.
    @Override
    void close();
}
