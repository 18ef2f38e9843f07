package org.lethe.eventlog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/// One transaction for a batch of followed events: what they change in a view and the token that says they were seen.
/// Its commit waits for no flush: what a crash takes of it, it takes of both, and the log brings it again. So
/// views cost those who append no flush of the disk.
final class FollowerTransactions implements TransactionManager, ConnectionProvider {
    private final DataSource dataSource;
    private final ThreadLocal<@Nullable JdbcTransaction> current = new ThreadLocal<>();

    FollowerTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean requiresSameThreadInvocations() {
        return true;
    }

    /// Never fails and asks nobody: the connection comes with its first use. Where a transaction does not begin,
    /// Axon 5.0's `UnitOfWork.executeWithResult` waits for ever for a result that can't come any more, and the
    /// view would follow no further once the database is back.
    @Override
    public Transaction startTransaction() {
        JdbcTransaction transaction = new JdbcTransaction();
        current.set(transaction);
        return transaction;
    }

    /// Within a transaction its connection, which only the transaction closes; else one of its own.
    @Override
    public Connection getConnection() throws SQLException {
        JdbcTransaction transaction = current.get();
        return transaction == null ? dataSource.getConnection() : unclosable(transaction.connection());
    }

    private Connection begun() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL synchronous_commit TO OFF");
            }
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private static Connection unclosable(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                FollowerTransactions.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class JdbcTransaction implements Transaction {
        private @Nullable Connection connection;

        Connection connection() throws SQLException {
            Connection open = connection;
            if (open == null) {
                open = begun();
                connection = open;
            }
            return open;
        }

        @Override
        public void commit() {
            end(Connection::commit, "a view's transaction did not commit");
        }

        @Override
        public void rollback() {
            end(Connection::rollback, "a view's transaction did not roll back");
        }

        private void end(Ending ending, String failed) {
            current.remove();
            Connection open = connection;
            connection = null;
            if (open == null) {
                return;
            }
            try (open) {
                ending.of(open);
                open.setAutoCommit(true);
            } catch (SQLException e) {
                throw new EventLogUnavailableException(failed, e);
            }
        }
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }
}
