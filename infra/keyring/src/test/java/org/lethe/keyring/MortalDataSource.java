package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Gives a number of connections and no more, as a process that dies between two transactions.
final class MortalDataSource extends PassingDataSource {
    private final Thread dying = Thread.currentThread();
    private final int connections;
    private int given;
    private boolean counting;

    MortalDataSource(DataSource dataSource, int connections) {
        super(dataSource);
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
        return super.getConnection();
    }
}
