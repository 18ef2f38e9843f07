package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// Counts how often a connection is asked for, so that a test can tell a cache hit from a statement.
final class CountingDataSource extends PassingDataSource {
    final AtomicInteger connections = new AtomicInteger();

    CountingDataSource(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        return super.getConnection();
    }
}
