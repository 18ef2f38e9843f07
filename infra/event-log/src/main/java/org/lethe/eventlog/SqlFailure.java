package org.lethe.eventlog;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What went wrong with a batch, by SQL state (PostgreSQL manual, appendix A) and constraint.
enum SqlFailure {
    /// Another process wrote first.
    POSITION_TAKEN,
    /// Somebody in the batch carries a unique tag that stands in the log already.
    UNIQUE_TAG_TAKEN,
    /// The database is gone, going, or out of connections.
    UNAVAILABLE,
    /// The database does not take what it was given.
    REFUSED;

    private static final String UNIQUE_VIOLATION = "23505";

    static SqlFailure of(SQLException failure) {
        if (failure instanceof StepFailedException) {
            return REFUSED;
        }
        String state = failure.getSQLState();
        if (state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals("25006")) {
            return UNAVAILABLE;
        }
        if (state.equals(UNIQUE_VIOLATION) && failure instanceof PSQLException refusal) {
            ServerErrorMessage message = refusal.getServerErrorMessage();
            String constraint = message == null ? null : message.getConstraint();
            if ("event_position".equals(constraint) || "event_log_index".equals(constraint)) {
                return POSITION_TAKEN;
            }
            if ("event_unique_tag".equals(constraint)) {
                return UNIQUE_TAG_TAKEN;
            }
        }
        return REFUSED;
    }
}
