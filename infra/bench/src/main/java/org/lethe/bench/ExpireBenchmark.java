package org.lethe.bench;

import java.util.ArrayList;
import java.util.List;

/// Destroying a day of 1,000,000 messages against destroying one with 1,000: from the append of `ExpiryOrdered`, over
/// the reaction that follows the log, to the commit that holds `BucketKeyDestroyed` and takes the key's bytes away.
final class ExpireBenchmark implements Benchmark {
    static final int MANY = 1_000_000;
    static final int WARM_UP = 200;
    static final int LEAST_WARM_UP = 10;
    private static final int FEW = 1_000;
    private static final int FEW_BESIDE_EACH = 3; // cheap, and so the median of these is steady

    @Override
    public String name() {
        return "expire";
    }

    @Override
    public String description() {
        return "destroying one day's bucket of 1,000,000 messages against destroying one with 1,000";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        List<Double> many = new ArrayList<>();
        List<Double> few = new ArrayList<>();
        try (Days days = new Days(setting.newService())) {
            days.destroy(days.sparse(setting.scaled(WARM_UP, LEAST_WARM_UP)));
            List<Days.Day> large = new ArrayList<>();
            List<Days.Day> small = new ArrayList<>();
            for (int round = 0; round < setting.rounds(); round++) {
                large.add(days.filled(setting.scaled(MANY)));
                for (int i = 0; i < FEW_BESIDE_EACH; i++) {
                    small.add(days.filled(setting.scaled(FEW)));
                }
                setting.progress().accept("expire: %,d messages of one day in".formatted(setting.scaled(MANY)));
            }
            days.service.bench.settle();
            for (int round = 0; round < setting.rounds(); round++) {
                few.addAll(days.destroy(small.subList(round * FEW_BESIDE_EACH, (round + 1) * FEW_BESIDE_EACH)));
                many.add(days.destroy(large.get(round)));
            }
            setting.progress().accept("expire: %s / %s ms".formatted(many, few));
        }
        return List.of(
                Figure.atMost(name(), Rounds.median(many), "ms", "a day of 1,000 messages", Rounds.median(few), 1.5));
    }
}
