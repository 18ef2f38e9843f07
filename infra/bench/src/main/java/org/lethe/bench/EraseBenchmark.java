package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Erasing a consumer with 1,000,000 messages against erasing one with 10.
final class EraseBenchmark implements Benchmark {
    private static final int MANY = 1_000_000;
    private static final int FEW = 10;
    private static final int LARGE_A_ROUND = 2;
    private static final int MESSAGES_A_CONVERSATION = 1_000;
    private static final int WARM_UP = 200;
    private static final int LEAST_WARM_UP = 10;
    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");

    @Override
    public String name() {
        return "erase";
    }

    @Override
    public String description() {
        return "erasing a consumer with 1,000,000 messages against erasing one with 10";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        List<Double> many = new ArrayList<>();
        List<Double> few = new ArrayList<>();
        try (HttpService service = new HttpService(setting.newService())) {
            for (int warmUp = 0; warmUp < setting.scaled(WARM_UP, LEAST_WARM_UP); warmUp++) {
                erase(service, consumer(service, "warm-up-" + warmUp, FEW, FEW));
            }
            List<String> large = new ArrayList<>();
            List<String> small = new ArrayList<>();
            for (int i = 0; i < setting.rounds() * LARGE_A_ROUND; i++) {
                large.add(consumer(service, "many-" + i, setting.scaled(MANY), MESSAGES_A_CONVERSATION));
                small.add(consumer(service, "few-" + i, FEW, FEW));
                setting.progress().accept("erase: %,d messages of one consumer in".formatted(setting.scaled(MANY)));
            }
            service.bench.settle();
            for (int i = 0; i < large.size(); i++) {
                few.add(erase(service, small.get(i)));
                many.add(erase(service, large.get(i)));
            }
            setting.progress().accept("erase: %s / %s ms".formatted(many, few));
        }
        return List.of(Figure.atMost(
                name(), Rounds.median(many), "ms", "erasing a consumer with 10 messages", Rounds.median(few), 1.2));
    }

    /// @return id of a consumer with so many messages
    private static String consumer(HttpService service, String name, int messages, int aConversation) throws Exception {
        String email = name + "@example.com";
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int conversations = Math.max(1, messages / aConversation);
        for (int i = 0; i < conversations; i++) {
            BenchLine.write(email, name + "-" + i, Collections.nCopies(Math.min(messages, aConversation), AT), lines);
        }
        BulkBenchmark.importAll(service, new Dialogues.Text(lines.toByteArray(), messages, conversations));
        return service.consumer(email);
    }

    private static double erase(HttpService service, String consumer) throws IOException {
        long start = System.nanoTime();
        service.post(service.clientPath() + "/consumers/" + consumer + "/erase", "{\"reason\":\"consumer-request\"}");
        return (System.nanoTime() - start) / 1e6;
    }
}
