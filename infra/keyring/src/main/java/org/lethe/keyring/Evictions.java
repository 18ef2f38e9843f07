package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from other processes which keys to forget. While it can't hear, leases alone end the use of a key; when it
/// hears again everything is forgotten, as notifications may have been missed.
final class Evictions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
    private static final int POLL_MILLIS = 500; // how long closing may take; notifications arrive at once
    private static final Duration PAUSE = Duration.ofSeconds(1); // between attempts to connect
    private static final Duration PATIENCE = Duration.ofSeconds(5); // for the thread to end

    private final KeyDatabase database;
    private final Consumer<Recall> forget;
    private final Runnable forgetAll;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Evictions(KeyDatabase database, Consumer<Recall> forget, Runnable forgetAll) {
        this.database = database;
        this.forget = forget;
        this.forgetAll = forgetAll;
        this.thread = Thread.ofVirtual().name("lethe-keyring-evictions").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isClosed(Duration.ZERO)) {
            try {
                listen();
            } catch (SQLException e) {
                LOG.warn("Can't hear of evicted keys, leases of {} stand in: {}", Lease.LENGTH, e.getSQLState());
                if (isClosed(PAUSE)) {
                    return;
                }
            }
        }
    }

    private void listen() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Recall.CHANNEL);
            forgetAll.run();
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!isClosed(Duration.ZERO)) {
                for (PGNotification notification : postgres.getNotifications(POLL_MILLIS)) {
                    hear(notification.getParameter());
                }
            }
            statement.execute("UNLISTEN " + Recall.CHANNEL); // it goes back to the pool
        }
    }

    private void hear(String payload) {
        try {
            forget.accept(Recall.ofPayload(payload));
        } catch (IllegalArgumentException e) {
            LOG.warn("A notification on {} names no keys; forgetting all", Recall.CHANNEL, e);
            forgetAll.run();
        }
    }

    private boolean isClosed(Duration within) {
        try {
            return closed.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
