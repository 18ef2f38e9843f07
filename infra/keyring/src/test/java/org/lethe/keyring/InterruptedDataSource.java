package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/// Lets something happen right before one of the connections that a thread asks for: between two statements of its.
final class InterruptedDataSource extends PassingDataSource {
    private final Thread interrupted = Thread.currentThread();
    private int left = Integer.MAX_VALUE;
    private Callable<?> deed = () -> null;

    InterruptedDataSource(DataSource dataSource) {
        super(dataSource);
    }

    /// @param connection counted from now on; 1 is the next
    void before(int connection, Callable<?> deed) {
        this.left = connection;
        this.deed = deed;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (Thread.currentThread() == interrupted && --left == 0) {
            try {
                deed.call();
            } catch (Exception e) {
                throw new SQLException("what was to happen failed", e);
            }
        }
        return super.getConnection();
    }
}
