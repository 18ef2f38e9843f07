package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other processes of a new head, and hears of theirs: NOTIFY and LISTEN, and a look at the table now and then
/// for what got lost. Off the writer's thread, at most one notification in 50 ms.
final class LogNotifications implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogNotifications.class);
    private static final String CHANNEL = "lethe_event_log";
    private static final Duration NOTIFY_EVERY = Duration.ofMillis(50);

    private final DataSource dataSource;
    private final LogHead head;
    private final Runnable onNews;
    private final Duration pollInterval;
    private final Thread teller;
    private final Thread hearer;
    private volatile boolean running = true;

    /// @param onNews called when another process has appended
    LogNotifications(DataSource dataSource, LogHead head, Duration pollInterval, Runnable onNews) {
        this.dataSource = dataSource;
        this.head = head;
        this.pollInterval = pollInterval;
        this.onNews = onNews;
        this.teller = Thread.ofPlatform().name("lethe-log-teller").daemon().unstarted(this::tell);
        this.hearer = Thread.ofPlatform().name("lethe-log-hearer").daemon().unstarted(this::hear);
    }

    void start() {
        head.onPublish(() -> LockSupport.unpark(teller));
        teller.start();
        hearer.start();
    }

    private void tell() {
        long told = head.position();
        while (running) {
            long now = head.position();
            if (now == told) {
                LockSupport.park(this);
                continue;
            }
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                notify.setString(1, CHANNEL);
                notify.setString(2, Long.toString(now));
                notify.execute();
                told = now;
            } catch (SQLException e) {
                log.debug("A notification was not sent; the others poll", e);
            }
            rest();
        }
    }

    /// Not parked: the next append would end that at once.
    private void rest() {
        try {
            Thread.sleep(NOTIFY_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void hear() {
        while (running) {
            try (Connection connection = dataSource.getConnection()) {
                try (Statement listen = connection.createStatement()) {
                    listen.execute("LISTEN " + CHANNEL);
                }
                listen(connection);
            } catch (SQLException e) {
                log.debug("Not listening to the log; trying again", e);
                LockSupport.parkNanos(pollInterval.toNanos());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (running) {
            PGNotification @Nullable [] heard = postgres.getNotifications((int) pollInterval.toMillis());
            long newest = heard == null || heard.length == 0 ? EventTable.head(connection) : newest(heard);
            if (newest > head.position()) {
                onNews.run();
            }
        }
    }

    /// Anybody who may connect may notify: what is no number means "look".
    private static long newest(PGNotification[] heard) {
        long newest = 0;
        for (PGNotification notification : heard) {
            try {
                newest = Math.max(newest, Long.parseLong(notification.getParameter()));
            } catch (NumberFormatException e) {
                newest = Long.MAX_VALUE;
            }
        }
        return newest;
    }

    @Override
    public void close() {
        running = false;
        teller.interrupt();
        hearer.interrupt();
    }
}
