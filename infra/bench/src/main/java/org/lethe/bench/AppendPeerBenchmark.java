package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.lethe.contracts.ClientId;
import org.lethe.eventlog.Commands;
import org.lethe.transcript.capture.RecordMessage;
import org.lethe.transcript.capture.RecordMessageHandler;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversationHandler;

/// The same commands, with the same deciders, on our engine and on Axon's own JPA engine.
final class AppendPeerBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 256;

    @Override
    public String name() {
        return "append-peer";
    }

    @Override
    public String description() {
        return "RecordMessage commands on our engine against the same commands on Axon's JPA engine";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        HikariDataSource peerDatabase = setting.postgres().newDatabase();
        try (Bench bench = setting.newService();
                JpaPeer peer = new JpaPeer(peerDatabase);
                ExecutorService retries = Executors.newVirtualThreadPerTaskExecutor()) {
            Commands theirs = new Commands(peer, JpaPeer::oneTag, retries);
            OpenConversationHandler opening = new OpenConversationHandler();
            RecordMessageHandler recording = new RecordMessageHandler();
            theirs.handle(OpenConversation.class, opening::decide);
            theirs.handle(RecordMessage.class, recording::decide);
            List<Bench.Talk> talks = bench.open(ClientId.random(), setting.openConversations());
            bench.open(talks, theirs);
            double[] medians = new Rounds(setting)
                    .medians(
                            name(),
                            length -> AppendBenchmark.append(bench, talks, IN_FLIGHT, length),
                            length -> ClosedLoop.rate(IN_FLIGHT, true, length, worker -> {
                                Bench.Talk talk =
                                        talks.get(ThreadLocalRandom.current().nextInt(talks.size()));
                                theirs.sendAndWait(bench.sealed(talk));
                            }));
            return List.of(Figure.atLeast(name(), medians[0], "messages/s", "Axon's JPA engine", medians[1], 10));
        } finally {
            peerDatabase.close();
        }
    }
}
