package org.lethe.eventlog;

import java.sql.SQLException;

/// The SQL that an append brought along threw something that is no loss of the connection.
final class StepFailedException extends SQLException {

    StepFailedException(Throwable cause) {
        super(cause);
    }
}
