package org.lethe.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/// Lets SQL of the edge go with whatever a request appends, in the same transaction.
public interface Marking {
    /// Nothing that requests do is appended anywhere.
    Marking NONE = new Marking() {
        @Override
        public <R> R with(Mark mark, Supplier<R> request) {
            return request.get();
        }
    };

    /// Throws where the request may not go on: then nothing of it happened.
    @FunctionalInterface
    interface Mark {
        void execute(Connection transaction) throws SQLException;
    }

    <R> R with(Mark mark, Supplier<R> request);
}
