package org.lethe.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/// The limit: the same row into a table with the same indexes, one a transaction, on 16 connections. It decides
/// nothing, seals nothing, and gives positions from a counter of its own.
final class PlainInsert implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int OPEN_CONVERSATIONS = 2_000;
    private static final int SEALED_BYTES = 61 + 160; // an envelope around 100 characters of text, padded
    private static final String INSERT = "INSERT INTO bench.event (position, client_id, log_index, event_id, type,"
            + " version, recorded_at_micros, tags, unique_tag, facts, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?)";

    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> inserts = new ArrayList<>();
    private final AtomicLong positions = new AtomicLong();
    private final UUID client = UUID.randomUUID();
    private final UUID[] conversations = new UUID[OPEN_CONVERSATIONS];
    private final byte[] sealed = new byte[SEALED_BYTES];

    PlainInsert(DataSource dataSource) throws SQLException {
        new Random(1).nextBytes(sealed);
        for (int i = 0; i < conversations.length; i++) {
            conversations[i] = UUID.randomUUID();
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
            statement.execute("CREATE TABLE IF NOT EXISTS bench.event (LIKE event_log.event INCLUDING ALL)");
            statement.execute("TRUNCATE bench.event");
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = dataSource.getConnection();
            connections.add(connection);
            inserts.add(connection.prepareStatement(INSERT));
        }
    }

    double run(Duration length) throws Exception {
        return ClosedLoop.rate(CONNECTIONS, false, length, this::insert);
    }

    void insert(int worker) throws SQLException {
        PreparedStatement insert = inserts.get(worker);
        long position = positions.incrementAndGet();
        UUID conversation = conversations[(int) (position % conversations.length)];
        UUID message = new UUID(
                conversation.getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());
        insert.setLong(1, position);
        insert.setObject(2, client);
        insert.setLong(3, position);
        insert.setObject(4, UUID.randomUUID());
        insert.setString(5, "MessageRecorded");
        insert.setInt(6, 1);
        insert.setLong(7, System.currentTimeMillis() * 1_000);
        insert.setArray(8, insert.getConnection().createArrayOf("text", new String[] {"conversation=" + conversation}));
        insert.setString(9, "message=" + message);
        insert.setString(
                10,
                "{\"conversation\":\"" + conversation + "\",\"consumer\":\"" + client + "\",\"message\":\"" + message
                        + "\",\"from\":\"consumer\",\"channel\":\"web\",\"sent_at\":\"2026-11-21T12:00:00.123456Z\"}");
        insert.setBytes(11, sealed);
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
