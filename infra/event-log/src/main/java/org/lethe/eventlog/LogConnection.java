package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer's own connection: opened when needed, kept, thrown away when it failed.
final class LogConnection {
    private static final Logger log = LoggerFactory.getLogger(LogConnection.class);
    private static final long RETRY_NANOS = 50_000_000;

    private final DataSource dataSource;
    private @Nullable Connection connection;

    LogConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param again whether to try again where the database is not there; at least one attempt is made
    Connection open(BooleanSupplier again) throws SQLException {
        Connection open = connection;
        while (open == null) {
            try {
                open = dataSource.getConnection();
                open.setAutoCommit(true);
                connection = open;
            } catch (SQLException e) {
                if (!again.getAsBoolean()) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        return open;
    }

    /// Gives a connection that did its work back to the pool.
    void release() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.debug("The writer's connection did not close", e);
            }
        }
    }

    /// Throws away a connection that may be broken.
    void discard() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("A lost connection did not close", e);
            }
        }
    }

    /// One statement, one transaction: two round trips.
    static void copy(Connection open, CopyFormat.Buffer rows) throws SQLException {
        CopyIn copy = open.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyFormat.COMMAND);
        try {
            copy.writeToCopy(rows.array(), 0, rows.length());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    static void copyWith(Connection open, CopyFormat.Buffer rows, TransactionStep step) throws SQLException {
        open.setAutoCommit(false);
        try {
            copy(open, rows);
            run(step, open);
            open.commit();
        } catch (SQLException e) {
            rollBack(open, e);
            throw e;
        } finally {
            if (!open.isClosed()) {
                open.setAutoCommit(true);
            }
        }
    }

    /// Whatever a step throws is its own failure and no reason to try again, but for the loss of the connection.
    private static void run(TransactionStep step, Connection open) throws SQLException {
        try {
            step.execute(open);
        } catch (SQLException e) {
            String state = e.getSQLState();
            throw state != null && SqlFailure.of(e) == SqlFailure.UNAVAILABLE ? e : new StepFailedException(e);
        } catch (RuntimeException | Error e) {
            throw new StepFailedException(e);
        }
    }

    private static void rollBack(Connection open, Exception cause) {
        try {
            open.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
