package org.lethe.retention.runs;

import java.sql.SQLException;
import org.lethe.contracts.TemporarilyUnavailable;

/// A run's tables can't be read now.
final class RunUnavailableException extends RuntimeException implements TemporarilyUnavailable {
    RunUnavailableException(SQLException cause) {
        super("a run's tables can't be read", cause);
    }
}
