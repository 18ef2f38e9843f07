package org.lethe.eventlog;

/// An order that is decided over what the log says, by the one [Decider] of its kind.
///
/// @param <R> what the decider answers
public interface Command<R> {}
