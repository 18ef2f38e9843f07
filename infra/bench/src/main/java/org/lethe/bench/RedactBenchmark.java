package org.lethe.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.service.subjects.MessageAmendments;

/// Redacting one message of a conversation of 10,000 against recording one in it; one at a time, both without HTTP.
///
/// Ours looks the message up, opens it, seals what is left, decides, appends two events and takes the
/// envelope out of the log in the same commit. Theirs seals a message, decides and appends it. A round is
/// so many of each, however long they take, since a message is redacted once.
final class RedactBenchmark implements Benchmark {
    private static final int CONVERSATIONS = 2;
    private static final int MESSAGES = 10_000;
    private static final int A_ROUND = 500;
    private static final int LEAST_A_ROUND = 5;
    private static final String ID = "bench-";

    @Override
    public String name() {
        return "redact";
    }

    @Override
    public String description() {
        return "redacting one message of a conversation of 10,000 against recording one in it";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (Bench bench = setting.newService()) {
            int messages = setting.scaled(MESSAGES, LEAST_A_ROUND * 20);
            int aRound = setting.scaled(A_ROUND, LEAST_A_ROUND);
            List<Bench.Talk> talks = bench.open(ClientId.random(), CONVERSATIONS);
            bench.fill(talks, messages, ID);
            bench.settle();
            setting.progress().accept("redact: %,d messages in each conversation".formatted(messages));
            MessageAmendments amendments = bench.transcript().offered().get(MessageAmendments.class);
            Iterator<MessageAmendments.Target> targets =
                    targets(talks, messages).iterator();
            double[] rates = new Rounds(setting)
                    .medians(
                            name() + " (a minute)",
                            _ -> aMinute(aRound, _ -> redact(amendments, targets.next())),
                            _ -> aMinute(aRound, i -> bench.record(talks.get(i % CONVERSATIONS))));
            return List.of(Figure.atMost(name(), 60_000 / rates[0], "ms", "recording one", 60_000 / rates[1], 2));
        }
    }

    /// All messages, in no order.
    private static List<MessageAmendments.Target> targets(List<Bench.Talk> talks, int messages) {
        String by = ApiKeyId.random().toString();
        List<MessageAmendments.Target> targets = new ArrayList<>();
        for (Bench.Talk talk : talks) {
            for (int i = 0; i < messages; i++) {
                targets.add(new MessageAmendments.Target(talk.client(), talk.conversation(), ID + i, null, by));
            }
        }
        Collections.shuffle(targets, new Random(1));
        return targets;
    }

    private static double aMinute(int times, ClosedLoop.Operation operation) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            operation.run(i);
        }
        return 60e9 * times / (System.nanoTime() - start);
    }

    private static void redact(MessageAmendments amendments, MessageAmendments.Target target) {
        if (amendments.redact(target, null, List.of()).scrubbed().size() != 1) {
            throw new IllegalStateException("the envelope is still there");
        }
    }
}
