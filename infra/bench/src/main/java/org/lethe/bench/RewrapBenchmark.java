package org.lethe.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.keyring.RootEpochs;
import org.lethe.keyring.RotationProgress;

/// Keys a second at an epoch's end against `UPDATE` of the same rows in the same batches.
///
/// Ours is the whole turn of the root epochs on the day after keys were destroyed in all shards of four clients with
/// 50,000 consumers each: new K, living keys wrapped again, old K dropped, tombstones settled.
final class RewrapBenchmark implements Benchmark {
    private static final int CLIENTS = 4;
    private static final int CONSUMERS = 50_000;
    private static final int LEAST_CONSUMERS = 500;
    private static final int DESTROYED = 512; // of each client: eight a shard

    @Override
    public String name() {
        return "rewrap";
    }

    @Override
    public String description() {
        return "keys a second wrapped again at an epoch's end against UPDATE of the same rows in the same batches";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        LeapingClock clock = new LeapingClock();
        try (Bench bench = setting.newService(clock)) {
            List<MintedKeys> keys = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                keys.add(new MintedKeys(bench, ClientId.random(), setting.scaled(CONSUMERS, LEAST_CONSUMERS)));
            }
            setting.progress().accept("rewrap: keys of %d clients are there".formatted(CLIENTS));
            PlainUpdate plain = new PlainUpdate(bench.dataSource);
            for (int round = 0; round <= setting.rounds(); round++) {
                double ourRate = turn(bench, keys, clock, setting);
                plain.take();
                bench.settle();
                double theirRate = plain.run();
                setting.progress()
                        .accept("rewrap round %d of %d: %,.0f / %,.0f%s"
                                .formatted(
                                        round, setting.rounds(), ourRate, theirRate, round == 0 ? " (warm-up)" : ""));
                if (round > 0) {
                    ours.add(ourRate);
                    theirs.add(theirRate);
                }
            }
        }
        return List.of(Figure.atLeast(
                name(), Rounds.median(ours), "keys/s", "UPDATE of the same rows", Rounds.median(theirs), 0.5));
    }

    /// @return keys wrapped again a second, over all that the turn does
    private static double turn(Bench bench, List<MintedKeys> keys, LeapingClock clock, Workload setting)
            throws SQLException {
        for (MintedKeys each : keys) {
            each.destroy(Math.max(1, Math.min(DESTROYED, setting.scaled(DESTROYED))));
        }
        clock.leap(Duration.ofDays(1));
        bench.settle();
        long start = System.nanoTime();
        RootEpochs.Turn turn = bench.transcript().part(RootEpochs.class).turn(RotationProgress.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (turn.wrappedKeys() == 0 || turn.unfinishedShards() > 0) {
            throw new IllegalStateException("nobody else was there, and the turn left something undone: " + turn);
        }
        return turn.wrappedKeys() / seconds;
    }
}
