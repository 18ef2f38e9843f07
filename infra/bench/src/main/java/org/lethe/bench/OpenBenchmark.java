package org.lethe.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.lethe.contracts.ClientId;
import org.lethe.transcript.capture.Recording;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.reading.Transcripts;

/// Transcripts of 1,000 messages read and opened against a SELECT of the same rows.
final class OpenBenchmark implements Benchmark {
    private static final int CONVERSATIONS = 50;
    private static final int MESSAGES = 1_000;
    private static final int READERS = 2;
    private static final String SELECT = "WITH found AS MATERIALIZED (SELECT * FROM event_log.event WHERE tags @> ?)"
            + " SELECT * FROM found WHERE type = 'MessageRecorded' ORDER BY position";

    @Override
    public String name() {
        return "open";
    }

    @Override
    public String description() {
        return "transcripts of 1,000 messages read and opened against a SELECT of the same rows";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService()) {
            List<Bench.Talk> talks = bench.open(ClientId.random(), setting.scaled(CONVERSATIONS));
            for (Bench.Talk talk : talks) {
                fill(bench, talk);
            }
            Conversations conversations = new Conversations(bench.log);
            Transcripts transcripts = new Transcripts(bench.log, bench.keyring);
            double[] medians = new Rounds(setting)
                    .medians(
                            name(),
                            length -> ClosedLoop.rate(READERS, false, length, worker -> {
                                Bench.Talk talk = any(talks);
                                check(transcripts
                                        .read(conversations.get(talk.client(), talk.conversation()))
                                        .messages()
                                        .size());
                            }),
                            length -> ClosedLoop.rate(
                                    READERS, false, length, worker -> check(select(bench, any(talks)))));
            return List.of(
                    Figure.atLeast(name(), medians[0], "transcripts/s", "SELECT of the same rows", medians[1], 0.5));
        }
    }

    private static Bench.Talk any(List<Bench.Talk> talks) {
        return talks.get(ThreadLocalRandom.current().nextInt(talks.size()));
    }

    private static void fill(Bench bench, Bench.Talk talk) {
        List<CompletableFuture<Recording>> sent = new ArrayList<>(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            sent.add(bench.commands.send(bench.sealed(talk, "x".repeat(20 + i % 200), null)));
        }
        sent.forEach(CompletableFuture::join);
    }

    private static void check(int messages) {
        if (messages != MESSAGES) {
            throw new IllegalStateException("a transcript of " + messages + " messages");
        }
    }

    /// Every column of every row is fetched into memory, and nothing is done with it.
    private static int select(Bench bench, Bench.Talk talk) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", new String[] {"conversation=" + talk.conversation()}));
            int rows = 0;
            try (ResultSet result = select.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int column = 1; column <= columns; column++) {
                        result.getObject(column);
                    }
                    rows++;
                }
            }
            return rows;
        }
    }
}
