package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Connections, transactions, and the one place where an SQL error gets its meaning.
final class KeyDatabase {
    private static final int ATTEMPTS = 5; // a deadlock picks one victim; five in a row would be a defect
    private static final String DEADLOCK = "40P01"; // PostgreSQL, appendix A
    private static final String SERIALIZATION_FAILURE = "40001"; // PostgreSQL, appendix A

    // Losing the last moments of a minting in a crash is harmless: the write-ahead log is sequential, and the
    // append of the event that uses a key commits synchronously after it, which flushes the minting too. No
    // event without its key. Read committed, whatever the pool says: who lost a race to insert must see the
    // row that won.
    private static final String BEGIN =
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = off";
    private static final String BEGIN_DURABLE =
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on";

    private final DataSource dataSource;

    KeyDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// One statement, in a transaction of its own.
    <T> T read(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw meaning(e);
        }
    }

    /// All or nothing; done again when the database chose it as the victim of a conflict. Not flushed at
    /// once, see above.
    <T> T write(Work<T> work) {
        return write(BEGIN, work);
    }

    /// The same, flushed when it returns; and with it all that was committed before.
    <T> T writeDurably(Work<T> work) {
        return write(BEGIN_DURABLE, work);
    }

    private <T> T write(String begin, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return inTransaction(connection, begin, work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isConflict(e)) {
                    throw meaning(e);
                }
            }
        }
    }

    Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    private static <T> T inTransaction(Connection connection, String begin, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean committed = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
            T result = work.with(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        }
    }

    static KeyringException meaning(SQLException e) {
        return isOutOfReach(e)
                ? new KeyringUnavailableException("the keyring's database is out of reach", e)
                : new KeyringException("the keyring's database refused a statement, SQL state " + e.getSQLState(), e);
    }

    private static boolean isConflict(SQLException e) {
        return DEADLOCK.equals(e.getSQLState()) || SERIALIZATION_FAILURE.equals(e.getSQLState());
    }

    // Class 08: connection; 57P0x: shutting down, starting, crashed; 53300: too many connections. A pool that
    // has none to give says SQLTransientConnectionException, a closed one leaves the state empty.
    private static boolean isOutOfReach(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLRecoverableException
                || state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("57P0")
                || state.equals("53300");
    }
}
