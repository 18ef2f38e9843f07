package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;

/// What follows the log: a table made from events, or a reaction to them. May see an event again after a crash or a
/// replay, so what it does must come out the same.
public interface View {

    /// Whose place in the log is kept under this name.
    String name();

    /// The types it wants; others are passed over.
    Set<Class<? extends Event>> events();

    /// How long it may rest after a batch that was not full, unless another batch stands in the log. A view
    /// that follows every message does with fewer and larger transactions so, and is that much behind.
    default Duration rest() {
        return Duration.ZERO;
    }

    /// Takes in events in the order of the log, in one transaction with the note of how far it came.
    void apply(List<Decision.Sourced> events, Connection transaction) throws SQLException;

    /// Forgets all it made, before a replay from the start.
    void clear(Connection transaction) throws SQLException;
}
