package org.lethe.eventlog;

import java.sql.Connection;

/// A [View] that keeps nothing: when something happened, then it does something, of which the log tells. What it did
/// before it may do again without harm.
public interface Reaction extends View {

    @Override
    default void clear(Connection transaction) {
        // there is nothing to forget
    }
}
