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
/// Its commit waits for no flush: what a crash takes of it, it takes of both, and the log brings it again. So views
/// cost
/// those who append no flush of the disk.
final class FollowerTransactions implements TransactionManager, ConnectionProvider {
    private final DataSource dataSource;
    private final ThreadLocal<@Nullable Begun> current = new ThreadLocal<>();

    /// What the thread is in: a transaction, or one that could not begin.
    private sealed interface Begun {
        record On(Connection connection) implements Begun {}

        record Failed(SQLException cause) implements Begun {}
    }

    FollowerTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean requiresSameThreadInvocations() {
        return true;
    }

    /// Throws nothing: where a transaction does not begin, Axon 5.0's `UnitOfWork.executeWithResult` waits for ever for
    /// a result that can't come any more, and the view would follow no further once the database is back. The first
    /// use of the connection fails instead.
    @Override
    public Transaction startTransaction() {
        try {
            Connection connection = dataSource.getConnection();
            begin(connection);
            current.set(new Begun.On(connection));
            return new JdbcTransaction(connection);
        } catch (SQLException e) {
            current.set(new Begun.Failed(e));
            return new FailedTransaction(e);
        }
    }

    private static void begin(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL synchronous_commit TO OFF");
            }
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /// Within a transaction its connection, which only the transaction closes; else one of its own.
    @Override
    public Connection getConnection() throws SQLException {
        return switch (current.get()) {
            case null -> dataSource.getConnection();
            case Begun.On(Connection connection) -> unclosable(connection);
            case Begun.Failed(SQLException cause) -> throw new SQLException("the transaction did not begin", cause);
        };
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

    private final class FailedTransaction implements Transaction {
        private final SQLException cause;

        private FailedTransaction(SQLException cause) {
            this.cause = cause;
        }

        @Override
        public void commit() {
            current.remove();
            throw new EventLogUnavailableException("no connection to follow the log with", cause);
        }

        @Override
        public void rollback() {
            current.remove();
        }
    }

    private final class JdbcTransaction implements Transaction {
        private final Connection connection;

        private JdbcTransaction(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void commit() {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw new EventLogUnavailableException("a view's transaction did not commit", e);
            } finally {
                end();
            }
        }

        @Override
        public void rollback() {
            try {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            } catch (SQLException e) {
                throw new EventLogUnavailableException("a view's transaction did not roll back", e);
            } finally {
                end();
            }
        }

        private void end() {
            current.remove();
            try (connection) {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw new EventLogUnavailableException("a view's connection did not close", e);
            }
        }
    }
}
