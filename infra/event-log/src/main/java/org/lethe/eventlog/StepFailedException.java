package org.lethe.eventlog;

import java.sql.SQLException;

/// The SQL that an append brought along threw something that is no SQL exception.
final class StepFailedException extends SQLException {

    StepFailedException(RuntimeException cause) {
        super(cause);
    }
}
