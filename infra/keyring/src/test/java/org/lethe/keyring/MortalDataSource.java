package org.lethe.keyring;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// Gives a number of connections and no more, as a process that dies between two transactions.
final class MortalDataSource implements DataSource {
    private final DataSource dataSource;
    private final Thread dying = Thread.currentThread();
    private final int connections;
    private int given;
    private boolean counting;

    MortalDataSource(DataSource dataSource, int connections) {
        this.dataSource = dataSource;
        this.connections = connections;
    }

    void startCounting() {
        counting = true;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (counting && Thread.currentThread() == dying && ++given > connections) {
            throw new SQLException("dead", "08006");
        }
        return dataSource.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return dataSource.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return dataSource.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        dataSource.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        dataSource.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return dataSource.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return dataSource.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return dataSource.isWrapperFor(type);
    }
}
